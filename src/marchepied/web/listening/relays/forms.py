"""The right given to a relay: to whom, where, for what, until when."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marchepied.apps.listening.enums import Reach, RelayStanding
from marchepied.apps.listening.services.relays import RelayContent
from marchepied.web.listening.forms._fields import DATE, choice_field, line_field, list_field, with_none
from marchepied.web.organisations.communes import CommuneField
from marchepied.web.templatetags.marchepied import local

FIRST_LENGTH = timedelta(days=91)


class RelayForm(forms.Form):
    """Somebody, a territory, a last day, and at least one thing to write."""

    name = line_field(
        _("Qui est ce relais ?"),
        length=80,
        required=True,
        missing=_("Dites qui est ce relais."),
        help_text=_("Un nom que vous reconnaîtrez. Lui seul et votre équipe le liront."),
    )
    standing = choice_field(
        _("Pour les gens qu’il ou elle écoute, c’est…"),
        RelayStanding.choices,
        missing=_("Choisissez une réponse."),
    )
    commune = CommuneField(
        label=_("Dans quelle commune écoute ce relais ?"),
        help_text=_("Son nom ou son code postal."),
        error_messages={"required": _("Choisissez la commune où ce relais écoute.")},
    )
    reach = choice_field(_("Son territoire est…"), [choice for choice in Reach.choices if choice[0]])
    call = list_field(_("Quel questionnaire ce relais peut-il lire aux gens ?"), [])
    takes = forms.MultipleChoiceField(
        label=_("Ce relais peut aussi écrire…"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"required": _("Choisissez au moins une chose que ce relais peut écrire.")},
    )
    until = forms.DateField(
        label=_("Jusqu’à quel jour ?"),
        widget=DATE,
        error_messages={"required": _("Choisissez un jour."), "invalid": _("Choisissez un jour.")},
        help_text=_("Vous pouvez retirer ce droit avant, à tout moment."),
    )

    def __init__(
        self, *args: Any, calls: Sequence[Any], has_ideas: bool, has_complaints: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("reach", Reach.COMMUNE)
        self.initial.setdefault("until", timezone.localdate() + FIRST_LENGTH)
        self.calls = {str(call.pk): call for call in calls}
        listed = [
            (key, f"{local(call.round.title)} · {call.college.name}") for key, call in self.calls.items()
        ]
        self.fields["call"].choices = with_none(listed, _("aucun"))  # type: ignore[attr-defined]
        open_ones = [
            choice
            for choice, there in (
                (("ideas", _("des idées")), has_ideas),
                (("complaints", _("ce qui ne va pas")), has_complaints),
            )
            if there
        ]
        self.fields["takes"].choices = open_ones  # type: ignore[attr-defined]
        if not calls:
            del self.fields["call"]
            self.fields["takes"].label = _("Ce relais peut écrire…")
            self.fields["takes"].required = True
        if not open_ones:
            del self.fields["takes"]

    def content(self) -> RelayContent:
        """What was chosen, as the services take it."""
        data = dict(self.cleaned_data)
        call = self.calls.get(data.pop("call", ""))
        takes = data.pop("takes", [])
        return RelayContent(
            call=call, takes_ideas="ideas" in takes, takes_complaints="complaints" in takes, **data
        )
