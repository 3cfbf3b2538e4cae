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
from marchepied.web.plans.forms.plan import DateInput

EVERYBODY, GROUPS = "everybody", "groups"
LINK, CODES = "link", "codes"
WRONG_DATE = _("Écrivez la date ainsi : 31/12/2027.")
NO_LAST_DAY = _("Donnez le dernier jour où l’on peut voter.")


class VoteForm(forms.Form):
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
    who = forms.ChoiceField(
        label=_("Qui vote ?"),
        choices=[(EVERYBODY, _("Tout le monde, ensemble")), (GROUPS, _("Certains groupes"))],
        initial=EVERYBODY,
        widget=forms.RadioSelect,
    )
    groups = forms.MultipleChoiceField(
        label=_("Si ce sont des groupes, lesquels ?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    expected_count = forms.IntegerField(
        label=_("Combien de personnes peuvent voter ?"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    how = forms.ChoiceField(
        label=_("Comment vote-t-on ?"),
        choices=[
            (LINK, _("Par un lien ou un code QR. C’est simple, mais rien n’empêche de voter deux fois.")),
            (
                CODES,
                _("Par un code à chacun, qui sert une fois, sur papier ou par courriel : plus sûr."),
            ),
        ],
        initial=LINK,
        widget=forms.RadioSelect,
    )
    closes_on = forms.DateField(
        label=_("Jusqu’à quel jour ?"),
        widget=DateInput(),
        error_messages={"required": NO_LAST_DAY, "invalid": WRONG_DATE},
    )
    responsible = forms.CharField(
        label=_("Qui est responsable des données ?"),
        help_text=_("Les votants le liront : un nom, une fonction."),
        max_length=200,
        error_messages={"required": _("Dites qui répond des données de ce vote : un nom, une fonction.")},
    )
    weights_source = forms.CharField(
        label=_("Où les statuts le disent-ils ?"),
        help_text=_("L’article, par exemple : article 12 des statuts."),
        max_length=300,
        required=False,
    )

    def __init__(
        self, *args: Any, offered: Sequence[Offered], colleges: Sequence[Any], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {one.key: one for one in offered}
        self.colleges = {str(college.pk): college for college in colleges}
        self.today = today
        self._offer("offered", [(one.key, one.title) for one in offered])
        self._offer("groups", [(key, college.name) for key, college in self.colleges.items()])
        if not offered:
            del self.fields["offered"]
        if not colleges:
            for name in ("who", "groups", "weights_source"):
                del self.fields[name]
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

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("who") == GROUPS and not cleaned.get("groups"):
            self.add_error("groups", _("Cochez au moins un groupe, ou choisissez « tout le monde »."))
        return cleaned

    def content(self) -> VoteContent:
        """What was written, for the service to check."""
        data = self.cleaned_data
        typed = [Offered("", title, "") for title in data["typed"]]
        chosen = data.get("groups", []) if data.get("who") == GROUPS else []
        weights = {
            self.colleges[key]: weight
            for key in self.colleges
            if (weight := data.get(f"weight_{key}")) and data.get("who") == GROUPS
        }
        return VoteContent(
            title=data["title"],
            proposals=[self.by_key[key] for key in data.get("offered", [])] + typed,
            closes_on=data["closes_on"],
            responsible=data["responsible"],
            colleges=[self.colleges[key] for key in chosen],
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
