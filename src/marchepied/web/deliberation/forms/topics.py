"""What a facilitator writes of a topic: on what, who, how, until when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.deliberation.enums import Moderation
from marchepied.apps.deliberation.services.statements import REASON_LENGTH
from marchepied.apps.deliberation.services.topics import TITLE_LENGTH, TopicContent
from marchepied.apps.deliberation.validators import STATEMENT_LENGTH
from marchepied.web.participation.forms.calling import (
    CODES,
    WRONG_DATE,
    CallForm,
    choose_groups,
    choose_how,
    choose_who,
    name_responsible,
)
from marchepied.web.participation.forms.colleges import HeadCount
from marchepied.web.plans.forms.plan import DateInput

CONTEXT_LENGTH = 1200


class DayField(forms.DateField):
    """A day to come, which may be left out."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        messages = {"invalid": WRONG_DATE, **options.pop("error_messages", {})}
        super().__init__(widget=DateInput(), error_messages=messages, **options)


class TopicForm(CallForm):
    """A subject, the statements to begin with, who is called, the days announced."""

    title = forms.CharField(
        label=_("Le sujet, en quelques mots"),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Donnez un titre au sujet : c’est ce qu’on lira en premier.")},
    )
    context = forms.CharField(
        label=_("Pourquoi en parler maintenant ?"),
        help_text=_("Deux ou trois phrases, lues avant de voter : ce qui est en jeu, ce qui sera décidé."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=CONTEXT_LENGTH,
        required=False,
    )
    lines = forms.CharField(
        label=_("Des phrases pour commencer"),
        help_text=_("Une par ligne, une seule idée par phrase. Mettez des avis qui s’opposent."),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )
    proposing = forms.BooleanField(
        label=_("D’abord un temps pour proposer des phrases, sans voter"), required=False
    )
    propose_until = DayField(label=_("On propose jusqu’au"))
    vote_until = DayField(
        label=_("On vote jusqu’au"),
        required=True,
        error_messages={"required": _("Donnez le dernier jour où l’on peut voter.")},
    )
    discuss_until = DayField(label=_("On discute du résultat jusqu’au"))
    decide_on = DayField(label=_("On décide le"))
    who = choose_who(
        _("Qui est appelé ?"), _("Tout le monde, par un seul lien"), _("Des groupes, chacun par son lien")
    )
    groups = choose_groups(_("Lesquels ?"))
    by_college = forms.BooleanField(
        label=_("Montrer aussi ce que dit chaque groupe"),
        help_text=_("Un groupe de moins de cinq votants ne sera alors ni montré, ni compté dans le total."),
        required=False,
    )
    expected_count = HeadCount(label=_("Combien de personnes, à peu près ?"))
    how = choose_how(_("Comment vote-t-on ?"))
    moderation = forms.ChoiceField(
        label=_("Les phrases que les gens proposent"),
        choices=Moderation.choices,
        initial=Moderation.BEFORE,
        widget=forms.RadioSelect,
    )
    proposals_while_voting = forms.BooleanField(
        label=_("On peut aussi en proposer pendant le vote"), required=False, initial=True
    )
    individual_export = forms.BooleanField(
        label=_("Annoncer que les votes de chacun, sans nom, pourront être remis pour être étudiés"),
        help_text=_(
            "Les participants le liront avant de voter. Sans cela, seul le résultat d’ensemble sort d’ici."
        ),
        required=False,
    )
    responsible = name_responsible(
        _("Les participants le liront : un nom, une fonction."),
        _("Dites qui répond des données de ce vote : un nom, une fonction."),
    )
    with_groups = ("by_college",)

    def __init__(
        self, *args: Any, colleges: Sequence[Any], today: date, new: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.offer_groups(colleges)
        if not new:
            del self.fields["lines"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            cleaned.get("proposing")
            and not cleaned.get("propose_until")
            and "propose_until" not in self.errors
        ):
            self.add_error("propose_until", _("Donnez le dernier jour où l’on propose."))
        for name in ("propose_until", "vote_until"):
            day = cleaned.get(name)
            if day is not None and day < self.today:
                self.add_error(name, _("Choisissez un jour à venir."))
        self.check_order(cleaned)
        return cleaned

    def check_order(self, cleaned: dict[str, Any]) -> None:
        """Say which day comes too early, beside it."""
        last = None
        for name in ("propose_until", "vote_until", "discuss_until", "decide_on"):
            day = cleaned.get(name) if name != "propose_until" or cleaned.get("proposing") else None
            if day and last and day < last:
                self.add_error(
                    name, _("Les jours se suivent : proposer, puis voter, puis discuter, puis décider.")
                )
            last = day or last

    def content(self, reference: str = "") -> TopicContent:
        """What was written, for the service to check."""
        data = self.cleaned_data
        called = self.chosen_groups()
        return TopicContent(
            title=data["title"],
            context=data["context"],
            lines=data.get("lines", "").splitlines(),
            propose_until=data["propose_until"] if data["proposing"] else None,
            vote_until=data["vote_until"],
            discuss_until=data["discuss_until"],
            decide_on=data["decide_on"],
            colleges=called,
            expected_count=data["expected_count"],
            single_use=data["how"] == CODES,
            moderation=data["moderation"],
            proposals_while_voting=data["proposals_while_voting"],
            by_college=bool(called) and bool(data.get("by_college")),
            individual_export=data["individual_export"],
            responsible=data["responsible"],
            reference=reference,
        )


class LinesForm(forms.Form):
    """More statements, one a line."""

    lines = forms.CharField(
        label=_("Ajouter des phrases"),
        help_text=_("Une par ligne, une seule idée par phrase. %(most)s signes au plus.")
        % {"most": STATEMENT_LENGTH},
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Écrivez au moins une phrase.")},
    )


class ReasonForm(forms.Form):
    """Why a statement is left out."""

    reason = forms.CharField(
        label=_("Pourquoi l’écarter ?"),
        help_text=_("Tout le monde pourra le lire : « hors du sujet », « vise une personne », « déjà dit »."),
        max_length=REASON_LENGTH,
        error_messages={
            "required": _("Dites pourquoi vous écartez cette phrase : tout le monde pourra le lire.")
        },
    )


class UntilForm(forms.Form):
    """A later last day."""

    until = DayField(
        label=_("Jusqu’au"), required=True, error_messages={"required": _("Donnez le nouveau dernier jour.")}
    )
