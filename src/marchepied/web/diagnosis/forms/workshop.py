"""Preparing the meeting, and writing what it agreed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.selectors.workshop import Agenda, RoomQuestion
from marchepied.apps.diagnosis.services.workshop import MOST_MINUTES, VOICES_PER_QUESTION

NO_LEVEL = "none"
MOST_HANDS = 9999


class WorkshopForm(forms.Form):
    """Which questions, how long, when, and the words read out."""

    minutes = forms.IntegerField(
        label=_("Minutes par question"),
        error_messages={"required": _("Dites combien de minutes donner à chaque question.")},
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=_("Huit suffisent souvent : deux pour regarder, cinq pour parler, une pour décider."),
    )
    held_on = forms.DateField(
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
        label=_("Date de la réunion"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: QueryDict | None, *, agenda: Agenda) -> None:
        workshop = agenda.workshop
        held_on = workshop.held_on if workshop else None
        super().__init__(data, initial={"minutes": agenda.minutes, "held_on": held_on})
        self.agenda = agenda
        self.questions = set(data.getlist("question")) if data is not None else set()
        self.voices = set(data.getlist("voice")) if data is not None else set()

    def chosen_questions(self) -> list[str]:
        """The questions ticked, in the order of the page."""
        return [question.id for question in self.agenda.everything if question.id in self.questions]

    def chosen_voices(self) -> dict[str, list[str]]:
        """{question: words ticked}, among those that were printed."""
        chosen = {
            question.id: [text for value, text in voices_of(question) if value in self.voices]
            for question in self.agenda.everything
        }
        return {key: texts for key, texts in chosen.items() if texts}

    def clean(self) -> dict[str, Any]:
        """At least one question; two voices each at most."""
        data = super().clean() or {}
        if not self.chosen_questions():
            self.add_error(None, _now("Gardez au moins une question pour la réunion."))
        if any(len(texts) > VOICES_PER_QUESTION for texts in self.chosen_voices().values()):
            self.add_error(
                None, _now("Choisissez deux phrases au plus par question : la salle doit pouvoir lire.")
            )
        return data


def voices_of(question: RoomQuestion) -> list[tuple[str, str]]:
    """(value of the box, words) of what was written on a question and may be shown."""
    comments = question.crossed.comments if question.crossed else []
    return [(f"{question.id}/{place}", text) for place, (_group, text) in enumerate(comments)]


class PositionForm(forms.Form):
    """What the room agreed: a level, words, how far people agree, hands counted."""

    level = forms.ChoiceField(
        label=_("Où en sommes-nous vraiment ?"),
        error_messages={"required": _("Choisissez une réponse, ou « Pas de réponse commune ».")},
    )
    words = forms.CharField(
        label=_("Avec nos mots"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Une phrase que chacun reconnaît. Elle sera lue à l’assemblée."),
    )
    agreement = forms.ChoiceField(
        label=_("Sommes-nous d’accord ?"),
        choices=Agreement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si la salle est d’accord.")},
    )
    disagreement_note = forms.CharField(
        label=_("Le désaccord qui demeure"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Par exemple : « Le délai promis est trop long. »"),
    )
    disagreement_by = forms.CharField(
        label=_("Qui le garde, avec les mots que la personne accepte"),
        required=False,
        max_length=200,
        help_text=_("Plutôt un groupe qu’une personne : « deux bénévoles », « des salariés de l’atelier »."),
    )

    def __init__(self, *args: Any, levels: Sequence[str], objections: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = levels
        self.objections = objections
        numbered = [(str(level), text) for level, text in enumerate(levels, start=1)]
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            *numbered,
            (NO_LEVEL, _("Pas de réponse commune")),
        ]
        for level, text in numbered:
            self.fields[f"hands_{level}"] = forms.IntegerField(
                label=text, required=False, min_value=0, max_value=MOST_HANDS
            )

    def hands(self) -> list[forms.BoundField]:
        """The fields where hands are counted, from the lowest level."""
        return [self[f"hands_{level}"] for level in range(1, len(self.levels) + 1)]

    def counts(self) -> dict[str, int]:
        """Hands by level, when some were counted; a level left empty had none."""
        raised = {
            str(level): self.cleaned_data.get(f"hands_{level}") for level in range(1, len(self.levels) + 1)
        }
        if all(count is None for count in raised.values()):
            return {}
        return {level: count or 0 for level, count in raised.items()}

    def chosen_level(self) -> int | None:
        value = self.cleaned_data["level"]
        return None if value == NO_LEVEL else int(value)

    def clean(self) -> dict[str, Any]:
        """A disagreement is told, and by whom; no agreement leaves an objection without a word."""
        data = super().clean() or {}
        agreement = data.get("agreement")
        if agreement == Agreement.DISAGREEMENT:
            if not data.get("disagreement_note", "").strip():
                self.add_error("disagreement_note", _now("Dites sur quoi on n’est pas d’accord."))
            if not data.get("disagreement_by", "").strip():
                self.add_error("disagreement_by", _now("Dites qui le garde : « deux personnes » suffit."))
        elif agreement and self.objections:
            self.add_error("agreement", _now("Une objection demeure : répondez-y, ou notez le désaccord."))
        if data.get("level") == NO_LEVEL and not data.get("words", "").strip():
            self.add_error("words", _now("Sans réponse commune, écrivez ce que vous retenez."))
        return data
