"""Saying what was done elsewhere."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from marchepied.apps.diagnosis.enums import DeclaredKind
from marchepied.apps.evidence.validators import validate_file, validate_link
from marchepied.engines.referential import Standard

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
OF_ONES_OWN = [choice for choice in DeclaredKind.choices if choice[0] != DeclaredKind.DUTY]


class DeclareForm(forms.Form):
    """Where, since when, until when, with which document; a name and a kind for what no list has."""

    title = forms.CharField(
        label=_("Son nom"),
        max_length=200,
        error_messages={"required": _("Dites ce que c’est : un nom suffit.")},
    )
    kind = forms.ChoiceField(label=_("Sa sorte"), choices=OF_ONES_OWN, initial=DeclaredKind.OTHER)
    scope = forms.CharField(
        label=_("Pour quelle activité ou quel lieu"),
        required=False,
        max_length=300,
        help_text=_("Laissez vide si cela vaut pour toute votre structure."),
    )
    obtained_on = forms.DateField(
        label=_("Depuis le"),
        required=False,
        widget=DATE,
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
    )
    valid_until = forms.DateField(
        label=_("Valable jusqu’au"),
        required=False,
        widget=DATE,
        help_text=_("Après ce jour, cela ne compte plus, et ses questions reviennent."),
        error_messages={"invalid": _("Écrivez la date ainsi : 31/12/2027.")},
    )
    new_file = forms.FileField(label=_("Le document"), required=False, validators=[validate_file])
    new_link = forms.CharField(
        label=_("ou l’adresse d’une page"),
        required=False,
        max_length=500,
        validators=[validate_link],
        widget=forms.URLInput,
    )

    def __init__(self, *args: Any, named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if named:
            del self.fields["title"], self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begun, ended = data.get("obtained_on"), data.get("valid_until")
        if begun and ended and ended < begun:
            self.add_error("valid_until", _("La date de fin vient avant la date d’obtention."))
        if data.get("new_file") and data.get("new_link"):
            self.add_error("new_link", _("Ajoutez un fichier ou une adresse, l’un après l’autre."))
        return data


class ChangeDeclaredForm(DeclareForm):
    """The same, with its topics, the documents already there, and a note."""

    topics = forms.MultipleChoiceField(
        label=_("Ce qui est satisfait"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Gardez au moins un sujet, ou retirez ce que vous avez déclaré.")},
    )
    evidence = forms.MultipleChoiceField(
        label=_("Ses documents"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("Une note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("title", "kind", "scope", "obtained_on", "valid_until", "topics", "evidence")

    def __init__(self, *args: Any, standard: Standard | None, evidence: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents = [(str(item.pk), item.title) for item in evidence]
        if standard is None:
            del self.fields["topics"]
        else:
            self.fields["topics"].choices = _group_topics(standard)  # type: ignore[attr-defined]
        if documents:
            self.fields["evidence"].choices = documents  # type: ignore[attr-defined]
        else:
            del self.fields["evidence"]

    def chosen_evidence(self) -> set[UUID]:
        """The ids of the documents that stay."""
        return {UUID(identity) for identity in self.cleaned_data.get("evidence", ())}


def _group_topics(standard: Standard) -> list[Any]:
    """The topics that can be answered, under the topic each belongs to."""
    language = get_language() or "fr"
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in standard.leaves:
        parent = standard.find(item.parent)
        title = parent.title.read_in(language) if parent else ""
        groups.setdefault(title, []).append((item.id, item.title.read_in(language)))
    loose = groups.pop("", [])
    return [*loose, *groups.items()]
