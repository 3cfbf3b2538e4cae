"""Forms of networks: who belongs, what is called for, what is proposed, what experts say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.networks.enums import ProposalKind, ProposalState, View, VoteValue
from marchepied.apps.participation.enums import CollegeKind

LEVELS = 5
DATE = forms.DateInput(attrs={"type": "date"})
SIGNED_HELP = _("Sans nom, on lira seulement celui de votre structure.")


def _words(
    label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "", missing: Any = ""
) -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing or _("Écrivez quelque chose.")},
    )


class InviteForm(forms.Form):
    """Whom a network invites."""

    addressed_to = forms.CharField(
        label=_("Le courriel d’un pilote, ou l’adresse de son espace"),
        max_length=254,
        help_text=_("Par exemple : nadia@exemple.fr, ou …/e/le-lavoir/"),
        error_messages={"required": _("Écrivez un courriel ou une adresse.")},
    )


class JoinForm(forms.Form):
    """In whose name one joins: a space that one pilots."""

    space = forms.ChoiceField(
        label=_("Quelle structure rejoint ce réseau ?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez votre structure.")},
    )

    def __init__(self, *args: Any, spaces: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].choices = [(one.slug, one.name) for one in spaces]  # type: ignore[attr-defined]


class AppealForm(forms.Form):
    """A call for proposals: what for, until when, to whom."""

    title = forms.CharField(
        label=_("Le titre de votre appel"),
        max_length=160,
        help_text=_("Par exemple : Écrivons ensemble nos questions sur l’accueil."),
        error_messages={"required": _("Donnez un titre à votre appel.")},
    )
    text = _words(_("Ce que vous attendez"), required=False, help_text=_("Deux ou trois phrases suffisent."))
    opens_on = forms.DateField(label=_("On propose à partir du"), required=False, widget=DATE)
    closes_on = forms.DateField(
        label=_("Tout se termine le"),
        required=False,
        widget=DATE,
        help_text=_("Le temps de proposer, de discuter et de voter."),
    )
    members = forms.MultipleChoiceField(
        label=_("Quels membres ?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(
        label=_("Quels groupes, par un lien et sans compte ?"),
        required=False,
        choices=[choice for choice in CollegeKind.choices if choice[0] != CollegeKind.OTHER],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ils écrivent sans nom. Leurs votes ne sont comptés qu’à partir de cinq."),
    )

    def __init__(self, *args: Any, members: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if members:
            self.fields["members"].choices = [  # type: ignore[attr-defined]
                (str(line.member_id), line.name) for line in members
            ]
        else:
            del self.fields["members"]


class ClosingForm(forms.Form):
    """The last day of a call; none leaves it open."""

    closes_on = forms.DateField(
        label=_("Tout se termine le"),
        required=False,
        widget=DATE,
        help_text=_("Sans date, l’appel reste ouvert jusqu’à ce que vous passiez à la suite."),
        error_messages={"invalid": _("Choisissez une date.")},
    )


class ProposalForm(forms.Form):
    """What is proposed, as its kind asks; `signed` where somebody may give their name."""

    def __init__(self, *args: Any, kind: str, question: bool, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == ProposalKind.QUESTION:
            self._add("wording", _("La question, comme on la poserait"), rows=2)
        elif kind == ProposalKind.WORDS:
            self._add("wording", _("Les mots que vous proposez"), rows=2)
        if kind in (ProposalKind.QUESTION, ProposalKind.WORDS) and question:
            for number in range(1, LEVELS + 1):
                label = _("Réponse %(n)s") % {"n": number}
                self.fields[f"level_{number}"] = forms.CharField(label=label, required=False, max_length=600)
        needed = kind in (ProposalKind.COMMENT, ProposalKind.REMOVAL)
        told = _("Votre remarque") if kind == ProposalKind.COMMENT else _("Pourquoi ?")
        self.fields["why"] = _words(told, required=needed, missing=_("Dites-en un peu plus."))
        if named:
            self.fields["signed"] = forms.CharField(
                label=_("Votre nom"), required=False, max_length=70, help_text=SIGNED_HELP
            )

    def _add(self, name: str, label: Any, *, rows: int) -> None:
        self.fields[name] = _words(label, rows=rows, missing=_("Écrivez les mots que vous proposez."))
        self.fields[name].max_length = 600  # type: ignore[attr-defined]
        self.fields[name].widget.attrs["maxlength"] = 600

    def levels(self) -> list[forms.BoundField]:
        """The fields of the answers, where there are some."""
        return [self[name] for name in self.fields if name.startswith("level_")]

    def written(self) -> dict[str, Any]:
        """The words, the answers and the reason, as a service takes them."""
        chosen = self.cleaned_data
        return {
            "wording": chosen.get("wording", ""),
            "levels": [chosen[field.name] for field in self.levels()],
            "why": chosen["why"],
        }


class MergeForm(ProposalForm):
    """What goes into the draft, and the reply to whoever proposed it."""

    reply = _words(
        _("Votre réponse"),
        help_text=_("La personne qui a proposé la lira."),
        missing=_("Répondez en une phrase : la personne qui propose la lira."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, named=False, **kwargs)
        del self.fields["why"]
        self.order_fields([name for name in self.fields if name != "reply"])


class CommentForm(forms.Form):
    """A word in the discussion."""

    text = _words(_("Votre mot"), missing=_("Écrivez quelque chose."))
    signed = forms.CharField(label=_("Votre nom"), required=False, max_length=70, help_text=SIGNED_HELP)


class VoteForm(forms.Form):
    """What a member says of a proposal."""

    value = forms.ChoiceField(
        label=_("Qu’en dit votre structure ?"),
        choices=VoteValue.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez pour, contre ou sans avis.")},
    )


class ReplyForm(forms.Form):
    """What is answered to a proposal."""

    state = forms.ChoiceField(
        label=_("Qu’en faites-vous ?"),
        choices=[
            (ProposalState.MERGED, _("Retenue")),
            (ProposalState.PARTLY, _("Retenue en partie")),
            (ProposalState.DECLINED, _("Pas retenue")),
            (ProposalState.WITHHELD, _("Retirée de la page : on n’y lira plus que votre réponse")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si elle est retenue.")},
    )
    reply = _words(
        _("Votre réponse"),
        help_text=_("La personne qui a proposé la lira."),
        missing=_("Répondez en une phrase : la personne qui propose la lira."),
    )


class CommitteeForm(forms.Form):
    """A committee, and how many must agree."""

    title = forms.CharField(
        label=_("Le nom du comité"),
        max_length=160,
        error_messages={"required": _("Donnez un nom à ce comité.")},
    )
    needed = forms.IntegerField(
        label=_("Combien d’accords faut-il pour publier ?"),
        min_value=1,
        max_value=50,
        help_text=_("C’est décidé maintenant, et ne change plus."),
        error_messages={"required": _("Écrivez un nombre."), "invalid": _("Écrivez un nombre.")},
    )


class ExpertForm(forms.Form):
    """Who reads, until when."""

    name = forms.CharField(
        label=_("Son nom"), max_length=120, error_messages={"required": _("Écrivez son nom.")}
    )
    email = forms.EmailField(
        label=_("Son courriel"),
        error_messages={"required": _("Écrivez son courriel."), "invalid": _("Ce courriel est incomplet.")},
    )
    until = forms.DateField(
        label=_("Peut lire jusqu’au"),
        widget=DATE,
        error_messages={"required": _("Choisissez une date."), "invalid": _("Choisissez une date.")},
    )


class ReadingForm(forms.Form):
    """When a time of reading ends."""

    closes_on = forms.DateField(label=_("On lit jusqu’au"), required=False, widget=DATE)


class RemarkForm(forms.Form):
    """A remark of an expert."""

    text = _words(_("Votre remarque"), missing=_("Écrivez votre remarque."))


class AnswerForm(forms.Form):
    """The answer to a remark."""

    answer = _words(_("Votre réponse"), missing=_("Répondez en une phrase."))


class OpinionForm(forms.Form):
    """What an expert thinks of the whole, at the revision that was read."""

    view = forms.ChoiceField(
        label=_("Êtes-vous d’accord avec ce guide ?"),
        choices=View.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites si vous êtes d’accord.")},
    )
    words = _words(
        _("Pourquoi ?"), required=False, help_text=_("Nécessaire avec des réserves ou un désaccord.")
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class OverrideForm(forms.Form):
    """Why a pilot goes on without the experts."""

    reason = _words(
        _("Pourquoi publier sans leur accord ?"),
        missing=_("Dites pourquoi : ce sera écrit dans l’histoire du guide."),
    )


class ShareForm(forms.Form):
    """Who is handed a version."""

    members = forms.MultipleChoiceField(
        label=_("À quels membres ?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un membre qui ne l’a pas encore.")},
    )

    def __init__(self, *args: Any, members: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = [  # type: ignore[attr-defined]
            (str(line.member_id), line.name) for line in members
        ]
