"""What a pilot writes of a vote: on what, who, how, until when."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.plans.selectors.votes import Offered
from marchepied.apps.plans.services.plan import TITLE_LENGTH
from marchepied.apps.plans.services.votes import VOTE_TITLE_LENGTH, VoteContent
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

NO_LAST_DAY = _("Donnez le dernier jour où l’on peut voter.")


class VoteForm(CallForm):
    """Proposals ticked or typed; everybody or chosen groups; one link or a code each; weights if need be."""

    title = forms.CharField(
        label=_("Le titre du vote"),
        max_length=VOTE_TITLE_LENGTH,
        error_messages={"required": _("Donnez un titre au vote : les votants le liront en premier.")},
    )
    offered = forms.MultipleChoiceField(
        label=_("Les actions à juger"), required=False, widget=forms.CheckboxSelectMultiple
    )
    typed = forms.CharField(
        label=_("D’autres actions, à vos mots"),
        help_text=_("Une par ligne."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    who = choose_who(_("Qui vote ?"), _("Tout le monde, ensemble"), _("Certains groupes"))
    groups = choose_groups(_("Si ce sont des groupes, lesquels ?"))
    expected_count = HeadCount(label=_("Combien de personnes peuvent voter ?"))
    how = choose_how(_("Comment vote-t-on ?"))
    closes_on = forms.DateField(
        label=_("Jusqu’à quel jour ?"),
        widget=DateInput(),
        error_messages={"required": NO_LAST_DAY, "invalid": WRONG_DATE},
    )
    responsible = name_responsible(
        _("Les votants le liront : un nom, une fonction."),
        _("Dites qui répond des données de ce vote : un nom, une fonction."),
    )
    weights_source = forms.CharField(
        label=_("Où les statuts le disent-ils ?"),
        help_text=_("L’article, par exemple : article 12 des statuts."),
        max_length=300,
        required=False,
    )
    with_groups = ("weights_source",)

    def __init__(
        self, *args: Any, offered: Sequence[Offered], colleges: Sequence[Any], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {one.key: one for one in offered}
        self.today = today
        field: Any = self.fields["offered"]
        field.choices = [(one.key, one.title) for one in offered]
        if not offered:
            del self.fields["offered"]
        self.offer_groups(colleges)
        for key, college in self.colleges.items():
            self.fields[f"weight_{key}"] = forms.DecimalField(
                label=_("%(name)s, en %%") % {"name": college.name},
                min_value=Decimal(0),
                max_value=Decimal(100),
                max_digits=8,
                decimal_places=4,
                required=False,
                widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
            )

    def weight_fields(self) -> list[forms.BoundField]:
        """A percentage a group."""
        return [self[f"weight_{key}"] for key in self.colleges]

    def has_weights(self) -> bool:
        """Whether some weight is written already: the part of the page that asks for them is then open."""
        return any(field.value() or field.errors for field in self.weight_fields())

    def clean_typed(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["typed"].splitlines()]
        kept = [line for line in lines if line]
        for number, line in enumerate(kept, 1):
            if len(line) > TITLE_LENGTH:
                raise forms.ValidationError(
                    _("Ligne %(number)s : %(most)s signes au plus."),
                    params={"number": number, "most": TITLE_LENGTH},
                )
        return kept

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day < self.today:
            raise forms.ValidationError(_("Choisissez un jour à venir."))
        return day

    def content(self) -> VoteContent:
        """What was written, for the service to check."""
        data = self.cleaned_data
        typed = [Offered("", title, "") for title in data["typed"]]
        chosen = self.chosen_groups()
        weights = {
            college: weight
            for key, college in self.colleges.items()
            if chosen and (weight := data.get(f"weight_{key}"))
        }
        return VoteContent(
            title=data["title"],
            proposals=[self.by_key[key] for key in data.get("offered", [])] + typed,
            closes_on=data["closes_on"],
            responsible=data["responsible"],
            colleges=chosen,
            expected_count=data["expected_count"],
            single_use=data["how"] == CODES,
            weights=weights,
            weights_source=data.get("weights_source", ""),
        )


class ExtendForm(forms.Form):
    """A later last day."""

    closes_on = forms.DateField(
        label=_("On peut voter jusqu’au"),
        widget=DateInput(),
        error_messages={"required": NO_LAST_DAY, "invalid": WRONG_DATE},
    )
