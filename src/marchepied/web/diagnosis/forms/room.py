"""What is typed while the room talks: hands counted, lines of the minutes, who was there."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.apps.meetings.enums import MinuteKind, Presence, ShowWay
from marchepied.apps.meetings.selectors.meetings import NONE, Attendance
from marchepied.apps.meetings.services.meetings import AttendeeContent

MOST_HANDS = 9_999
MOST_WORDS = 2_000
# Fields of the groups of the démarche; more than a meeting of this kind has.
MOST_GROUPS = 60


class HandsForm(forms.Form):
    """Hands counted in the room, answer by answer; « + » and « − » work without a script."""

    way = forms.ChoiceField(
        choices=[(ShowWay.HANDS, _("à main levée")), (ShowWay.CARDS, _("avec des cartons de couleur"))],
        initial=ShowWay.HANDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites comment vous avez compté.")},
    )

    def __init__(self, data: QueryDict | None, *, texts: Sequence[str], counted: dict[str, int]) -> None:
        self.keys = [*(str(level) for level in range(1, len(texts) + 1)), NONE]
        initial = {f"hands_{key}": counted.get(key) for key in self.keys}
        super().__init__(press_button(data, self.keys) if data is not None else None, initial=initial)
        for key, text in zip(self.keys, [*texts, _now("Je ne me prononce pas")], strict=True):
            self.fields[f"hands_{key}"] = forms.IntegerField(
                label=text,
                required=False,
                min_value=0,
                max_value=MOST_HANDS,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )

    def rows(self) -> list[tuple[str, forms.BoundField]]:
        """(level or « none », field) from the lowest answer."""
        return [(key, self[f"hands_{key}"]) for key in self.keys]

    def counts(self) -> dict[str, int]:
        """Hands by level; an empty field had none."""
        return {key: self.cleaned_data.get(f"hands_{key}") or 0 for key in self.keys}


def press_button(data: QueryDict, keys: Sequence[str]) -> QueryDict:
    """The fields as they were typed, once the « + » or « − » that sent the form has done its work."""
    step = {"more": 1, "less": -1}.get(data.get("act", "").partition("-")[0])
    key = data.get("act", "").partition("-")[2]
    if step is None or key not in keys:
        return data
    pressed = data.copy()
    typed = pressed.get(f"hands_{key}", "")
    number = int(typed) if typed.isdecimal() and len(typed) <= len(str(MOST_HANDS)) else 0
    pressed[f"hands_{key}"] = str(min(max(number + step, 0), MOST_HANDS))
    return pressed


class NoteForm(forms.Form):
    """A line of the minutes: a note, something for later, or an objection."""

    kind = forms.ChoiceField(
        label=_("Ce que c’est"),
        choices=MinuteKind.choices,
        initial=MinuteKind.NOTE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez : une note, une objection, ou une question à reprendre.")},
    )
    text = forms.CharField(
        label=_("Écrire une ligne"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Écrivez quelques mots.")},
    )
    said_by = forms.CharField(
        label=_("De qui, avec les mots que la personne accepte"),
        required=False,
        max_length=120,
    )


class LineForm(forms.Form):
    """A line of the minutes, corrected, with what was answered to it."""

    text = forms.CharField(
        label=_("Ce qui a été dit"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Écrivez quelques mots, ou retirez cette ligne.")},
    )
    said_by = forms.CharField(
        label=_("De qui, avec les mots que la personne accepte"), required=False, max_length=120
    )
    answer = forms.CharField(
        label=_("Ce qui a été répondu"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    settled = forms.BooleanField(label=_("L’objection est levée"), required=False)

    def __init__(self, data: QueryDict | None, *, kind: str, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        if kind == MinuteKind.NOTE:
            del self.fields["answer"], self.fields["settled"]
        elif kind == MinuteKind.PARKING:
            self.fields["answer"].label = _("Qu’en fait-on ?")
            self.fields["settled"].label = _("C’est repris : il n’y a plus à y revenir")

    def clean(self) -> dict[str, Any]:
        """What is settled is settled in words: that is what will be read later."""
        data = super().clean() or {}
        if data.get("settled") and not data.get("answer", "").strip():
            self.add_error("answer", _now("Écrivez en quelques mots ce qui a été répondu."))
        return data


class MeetingForm(forms.Form):
    """When the meeting was held, by whom it was led, and how many people came from each group."""

    held_on = forms.DateField(
        label=_("La réunion a eu lieu le"),
        required=False,
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Laissez vide tant qu’elle n’est pas finie."),
    )
    facilitator = forms.CharField(label=_("Animée par"), required=False, max_length=120)
    secretary = forms.CharField(label=_("Notes prises par"), required=False, max_length=120)
    named = forms.CharField(
        label=_("Noms, pour qui le souhaite"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Un nom par ligne, en plus des nombres. On ne demande à personne de signer : "
            "les salariés, les personnes en parcours et les bénéficiaires se comptent, sans nom."
        ),
    )
    excused = forms.CharField(
        label=_("Excusés"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Un nom par ligne."),
    )
    next_on = forms.DateField(
        label=_("On reprend ce qui reste ouvert le"),
        required=False,
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: QueryDict | None, *, groups: Sequence[str], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.groups = list(groups)[:MOST_GROUPS]
        for place, name in enumerate(self.groups):
            self.fields[f"group_{place}"] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=MOST_HANDS
            )

    def numbers(self) -> list[forms.BoundField]:
        """The fields where each group is counted."""
        return [self[f"group_{place}"] for place in range(len(self.groups))]

    def attendees(self) -> list[AttendeeContent]:
        """Numbers by group, then names; nothing for what was left empty."""
        counted = [
            AttendeeContent(standing=name, count=count)
            for place, name in enumerate(self.groups)
            if (count := self.cleaned_data.get(f"group_{place}"))
        ]
        named = [AttendeeContent(name=name) for name in _lines(self.cleaned_data["named"])]
        excused = [
            AttendeeContent(name=name, presence=Presence.EXCUSED)
            for name in _lines(self.cleaned_data["excused"])
        ]
        return counted + named + excused


def initial_attendance(attendance: Attendance, groups: Sequence[str]) -> dict[str, Any]:
    """What was written of who came, as the form's first values."""
    counts = {row.standing: row.count for row in attendance.rows if not row.name}
    named = [row for row in attendance.rows if row.name]
    values: dict[str, Any] = {f"group_{place}": counts.get(name) for place, name in enumerate(groups)}
    values["named"] = "\n".join(row.name for row in named if row.presence == Presence.PRESENT)
    values["excused"] = "\n".join(row.name for row in named if row.presence == Presence.EXCUSED)
    return values


def initial_meeting(meeting: Any) -> dict[str, Any]:
    """What is known of the meeting, as the form's first values."""
    names = ("held_on", "facilitator", "secretary", "next_on")
    return {name: getattr(meeting, name) for name in names} if meeting else {}


def _lines(text: str) -> list[str]:
    return [line.strip()[:120] for line in text.splitlines() if line.strip()]
