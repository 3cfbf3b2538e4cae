"""What a pilot writes of a call: everybody or some groups, by a link or a code each, who answers for it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

EVERYBODY, GROUPS = "everybody", "groups"
LINK, CODES = "link", "codes"
WRONG_DATE = _("Écrivez la date ainsi : 31/12/2027.")
Words = Any  # a sentence, or one translated when it is shown


def choose_who(label: Words, everybody: Words, groups: Words) -> forms.ChoiceField:
    """Everybody, or some groups."""
    return forms.ChoiceField(
        label=label,
        choices=[(EVERYBODY, everybody), (GROUPS, groups)],
        initial=EVERYBODY,
        widget=forms.RadioSelect,
    )


def choose_groups(label: Words) -> forms.MultipleChoiceField:
    """The groups that are called, when not everybody is; `offer_groups` says which there are."""
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


def choose_how(label: Words) -> forms.ChoiceField:
    """One link for all, or a code each."""
    return forms.ChoiceField(
        label=label,
        choices=[
            (LINK, _("Par un lien ou un code QR. C’est simple, mais rien n’empêche de voter deux fois.")),
            (CODES, _("Par un code à chacun, qui sert une fois, sur papier ou par courriel : plus sûr.")),
        ],
        initial=LINK,
        widget=forms.RadioSelect,
    )


def name_responsible(help_text: Words, required: Words) -> forms.CharField:
    """Who answers for the data: the law asks that people can read it."""
    return forms.CharField(
        label=_("Qui est responsable des données ?"),
        help_text=help_text,
        max_length=200,
        error_messages={"required": required},
    )


class CallForm(forms.Form):
    """A form with the fields `who` and `groups`, which go away where there are no groups to choose from."""

    # What else goes with them.
    with_groups: tuple[str, ...] = ()

    def offer_groups(self, colleges: Sequence[Any]) -> None:
        """Say which groups there are."""
        self.colleges = {str(college.pk): college for college in colleges}
        field: Any = self.fields["groups"]
        field.choices = [(key, college.name) for key, college in self.colleges.items()]
        if not colleges:
            for name in ("who", "groups", *self.with_groups):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("who") == GROUPS and not cleaned.get("groups"):
            self.add_error("groups", _("Cochez au moins un groupe, ou choisissez « tout le monde »."))
        return cleaned

    def chosen_groups(self) -> list[Any]:
        """The groups called; none when everybody is."""
        if self.cleaned_data.get("who") != GROUPS:
            return []
        return [self.colleges[key] for key in self.cleaned_data.get("groups", [])]
