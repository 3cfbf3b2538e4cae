"""What a facilitator writes to decide: proposals, amendments, counts, decisions, the reply."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.deliberation.enums import PollWay
from marchepied.apps.deliberation.services.decisions import DECIDED_BY_LENGTH, DecisionContent
from marchepied.apps.deliberation.services.decisions import TEXT_LENGTH as DECISION_LENGTH
from marchepied.apps.deliberation.services.polls import PollCount
from marchepied.apps.deliberation.services.proposals import (
    SAID_BY_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    AmendmentContent,
    ProposalContent,
)

WRONG_DATE = _("Écrivez la date ainsi : 31/12/2027.")
A_NUMBER = _("Écrivez un nombre, en chiffres ; 0 s’il n’y en a pas.")


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def count_field(label: Any, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "required", "min_value", "max_value"), A_NUMBER),
    )


def text_field(
    label: Any, help_text: Any = "", *, rows: int = 4, required: bool = True, most: int, missing: Any = ""
) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else None,
    )


class ProposalForm(forms.Form):
    """A title, a text, and the statements it stands on."""

    title = forms.CharField(
        label=_("Le titre, en quelques mots"),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Donnez un titre à la proposition.")},
    )
    text = text_field(
        _("Le texte"),
        _("Ce que nous ferions, avec qui, à partir de quand. Un texte court se discute mieux."),
        rows=7,
        most=TEXT_LENGTH,
        missing=_("Écrivez ce que vous proposez de faire."),
    )
    statements = forms.TypedMultipleChoiceField(
        label=_("Les phrases sur lesquelles elle s’appuie"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, statements: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["statements"].choices = list(statements)  # type: ignore[attr-defined]

    def content(self) -> ProposalContent:
        kept = self.cleaned_data
        return ProposalContent(kept["title"], kept["text"], kept["statements"])


class AmendmentForm(forms.Form):
    """The whole text, changed; why; who brings it."""

    text = text_field(
        _("Le texte, tel qu’il serait"),
        rows=7,
        most=TEXT_LENGTH,
        missing=_("Écrivez le texte entier, tel qu’il serait."),
    )
    why = text_field(_("Pourquoi ce changement ?"), rows=2, required=False, most=1000)
    said_by = forms.CharField(
        label=_("Qui le propose ?"),
        help_text=_(
            "Un groupe ou une fonction suffit : « l’accueil », « deux salariées ». Jamais sans leur accord."
        ),
        max_length=SAID_BY_LENGTH,
        required=False,
    )

    def content(self) -> AmendmentContent:
        kept = self.cleaned_data
        return AmendmentContent(kept["text"], kept["why"], kept["said_by"])


class PollForm(forms.Form):
    """How people say yes or no, and in which meeting."""

    way = forms.ChoiceField(
        label=_("Comment se prononce-t-on ?"),
        choices=PollWay.choices,
        initial=PollWay.CONSENT,
        widget=forms.RadioSelect,
    )
    meeting = forms.ChoiceField(label=_("Dans quelle réunion ?"), required=False)

    def __init__(self, *args: Any, meetings: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {str(meeting.pk): meeting for meeting in meetings}
        self.fields["meeting"].choices = [  # type: ignore[attr-defined]
            ("", _("Sans réunion dans notre agenda")),
            *((key, str(meeting)) for key, meeting in self.meetings.items()),
        ]
        if not meetings:
            del self.fields["meeting"]

    def meeting_chosen(self) -> Any:
        return self.meetings.get(self.cleaned_data.get("meeting", ""))


class ConsentForm(forms.Form):
    """The end of a round of consent."""

    people = count_field(_("Combien de personnes étaient là ?"))

    def count(self) -> PollCount:
        return PollCount(people=self.cleaned_data["people"])


class VoteForm(forms.Form):
    """The end of a vote counted in the room."""

    in_favour = count_field(_("Pour"))
    against = count_field(_("Contre"))
    abstaining = count_field(_("Abstention"), required=False)

    def count(self) -> PollCount:
        kept = self.cleaned_data
        return PollCount(None, kept["in_favour"], kept["against"], kept["abstaining"])


class DecisionForm(forms.Form):
    """What is decided, why, by whom, when."""

    text = text_field(
        _("Ce qui est décidé"), rows=4, most=DECISION_LENGTH, missing=_("Écrivez ce qui est décidé.")
    )
    reasons = text_field(
        _("Pourquoi"),
        _("Ce que vous avez retenu de ce que les gens ont dit, et ce que vous n’avez pas retenu."),
        rows=5,
        most=DECISION_LENGTH,
        missing=_("Dites pourquoi : c’est ce que les gens liront d’abord."),
    )
    decided_by = forms.CharField(
        label=_("Qui a décidé ?"),
        help_text=_("Le conseil, l’assemblée, la réunion d’équipe…"),
        max_length=DECIDED_BY_LENGTH,
        required=False,
    )
    decided_on = forms.DateField(
        label=_("Quel jour ?"), required=False, widget=DateInput(), error_messages={"invalid": WRONG_DATE}
    )
    meeting = forms.ChoiceField(
        label=_("L’écrire aussi au compte rendu d’une réunion"), required=False, choices=[]
    )

    def __init__(self, *args: Any, meetings: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {str(meeting.pk): meeting for meeting in meetings}
        self.fields["meeting"].choices = [  # type: ignore[attr-defined]
            ("", _("Non")),
            *((key, str(meeting)) for key, meeting in self.meetings.items()),
        ]
        if not meetings:
            del self.fields["meeting"]

    def content(self) -> DecisionContent:
        kept = self.cleaned_data
        return DecisionContent(kept["text"], kept["reasons"], kept["decided_by"], kept["decided_on"])

    def meeting_chosen(self) -> Any:
        return self.meetings.get(self.cleaned_data.get("meeting", ""))


class ReplyForm(forms.Form):
    """What those who took part will read at their link."""

    title = forms.CharField(
        label=_("Le titre"),
        max_length=160,
        error_messages={"required": _("Donnez un titre à votre réponse.")},
    )
    text = text_field(
        _("Votre réponse"),
        _("Une ligne vide commence un paragraphe. Les décisions écrites ci-dessus la suivent."),
        rows=6,
        required=False,
        most=4000,
    )
