"""Forms of ideas: what is proposed, each gesture on one, how the board is sifted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.listening.enums import Reach
from marchepied.apps.listening.selectors.ideas import Sieve
from marchepied.apps.listening.services import IdeaContent
from marchepied.web.listening.forms._fields import (
    choice_field,
    line_field,
    list_field,
    with_none,
    words_field,
)
from marchepied.web.organisations.communes import CommuneField


class IdeaForm(forms.Form):
    """An idea: in a sentence, in detail, where, about what, from whom."""

    title = line_field(
        _("Votre idée, en une phrase"),
        length=120,
        required=True,
        missing=_("Dites votre idée en une phrase."),
    )
    text = words_field(
        _("En détail"), rows=4, required=False, length=3000, help_text=_("Pour qui, comment, pourquoi.")
    )
    commune = CommuneField(
        label=_("Dans quelle commune ?"),
        required=False,
        help_text=_("Son nom ou son code postal. Laissez vide si c’est partout."),
    )
    reach = choice_field(
        _("Elle concerne…"), [choice for choice in Reach.choices if choice[0]], required=False
    )
    theme_id = list_field(_("De quoi s’agit-il ?"), [])
    signed = line_field(
        _("Votre prénom"),
        length=60,
        help_text=_("Il sera lu avec votre idée. Sans lui, elle paraît sans nom."),
    )

    def __init__(self, *args: Any, themes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("reach", Reach.COMMUNE)
        self.fields["theme_id"].choices = with_none(themes.items(), _("je ne sais pas"))  # type: ignore[attr-defined]

    def content(self) -> IdeaContent:
        """What was typed, as the services take it: a commune without more is that commune."""
        data = dict(self.cleaned_data)
        data["reach"] = (data["reach"] or Reach.COMMUNE) if data["commune"] else ""
        return IdeaContent(**data)


class DecideForm(forms.Form):
    """Kept or not, and why."""

    accepted = choice_field(
        _("Que décidez-vous ?"),
        [("yes", _("Nous la retenons")), ("no", _("Nous ne la retenons pas"))],
        missing=_("Dites ce que vous décidez."),
    )
    reason = words_field(
        _("Pourquoi ?"),
        rows=3,
        length=3000,
        help_text=_("Tout le monde le lira, à côté de l’idée."),
        missing=_("Dites pourquoi : une décision sans raison ne s’entend pas."),
    )


class MergeForm(forms.Form):
    """Which idea it is the same as."""

    into = forms.ChoiceField(
        label=_("C’est la même idée que"),
        error_messages={
            "required": _("Choisissez une autre idée."),
            "invalid_choice": _("Choisissez une autre idée."),
        },
    )

    def __init__(self, *args: Any, others: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(row.pk): row for row in others}
        listed = [(key, f"n° {row.number} · {row.title}") for key, row in self.others.items()]
        self.fields["into"].choices = with_none(listed, _("choisissez"))  # type: ignore[attr-defined]


class SieveForm(forms.Form):
    """Territory, theme, state, words: what is kept of a board."""

    q = line_field(_("Des mots"), length=80)
    lieu = list_field(_("Territoire"), [])
    theme = list_field(_("Thème"), [])
    etat = list_field(_("Ce qu’elle est devenue"), [])

    def __init__(
        self, *args: Any, places: Sequence[Any], themes: Sequence[Any], states: Sequence[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("lieu", places), ("theme", themes), ("etat", states)):
            self.fields[name].choices = with_none(choices, _("peu importe"))  # type: ignore[attr-defined]


def read_sieve(data: Any) -> Sieve:
    """What an address asks of a board; what is unknown there keeps nothing out of the page."""
    return Sieve(
        place=data.get("lieu", "")[:30],
        theme_id=data.get("theme", "")[:80],
        state=data.get("etat", "")[:10],
        words=data.get("q", "")[:80],
    )
