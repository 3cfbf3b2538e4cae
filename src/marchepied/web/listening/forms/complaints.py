"""Forms of complaints: what is sent, what is noted by telephone, each gesture on one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marchepied.apps.listening.enums import Cause, Channel, Outcome, Reach, Seriousness
from marchepied.apps.listening.services import Assessment, Closing, ComplaintContent
from marchepied.web.listening.forms._fields import (
    DATE,
    choice_field,
    line_field,
    list_field,
    with_none,
    words_field,
)
from marchepied.web.organisations.communes import CommuneField


class ComplaintForm(forms.Form):
    """The five things asked of whoever writes; only the first is needed."""

    what = words_field(
        _("Que s’est-il passé ?"), rows=6, missing=_("Dites en quelques mots ce qui s’est passé.")
    )
    when_where = line_field(_("Quand et où ?"), length=200)
    wanted = words_field(_("Qu’attendez-vous de nous ?"), rows=3, required=False)
    name = line_field(_("Votre nom"), length=120, autocomplete="name")
    contact = line_field(
        _("Un courriel ou un téléphone"),
        length=200,
        help_text=_("Pour vous prévenir de la réponse. Sans cela, un code vous permettra de la lire."),
    )

    def content(self) -> ComplaintContent:
        """What was typed, as the services take it."""
        names = ("what", "when_where", "wanted", "name", "contact")
        return ComplaintContent(**{name: self.cleaned_data[name] for name in names})


class NoteForm(ComplaintForm):
    """The same, written down by a member from what somebody said."""

    channel = choice_field(
        _("Comment est-ce arrivé ?"),
        [choice for choice in Channel.choices if choice[0] != Channel.ONLINE],
        missing=_("Dites comment elle est arrivée."),
    )
    received_on = forms.DateField(
        label=_("Quel jour ?"),
        widget=DATE,
        error_messages={"required": _("Choisissez un jour."), "invalid": _("Choisissez un jour.")},
        help_text=_("Les délais annoncés courent depuis ce jour."),
    )

    commune = CommuneField(
        label=_("Dans quelle commune ?"),
        required=False,
        help_text=_("Son nom ou son code postal. Laissez vide si le lieu importe peu."),
    )
    reach = choice_field(
        _("Elle concerne…"), [choice for choice in Reach.choices if choice[0]], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("reach", Reach.COMMUNE)
        self.initial.setdefault("received_on", timezone.localdate())
        self.fields["name"].label = _("Son nom")
        self.fields["name"].widget.attrs.pop("autocomplete", None)
        self.fields["contact"].label = _("Son courriel ou son téléphone")
        self.fields["contact"].help_text = _(
            "Pour lui dire la réponse. Sans cela, donnez-lui son code de suivi."
        )
        self.fields["wanted"].label = _("Qu’attend la personne ?")
        first = ["channel", "received_on", "what", "when_where", "commune", "reach"]
        self.order_fields(first)

    def content(self) -> ComplaintContent:
        """What was typed, and where: a commune without more is that commune."""
        commune = self.cleaned_data["commune"]
        reach = (self.cleaned_data["reach"] or Reach.COMMUNE) if commune else ""
        return replace(super().content(), commune=commune, reach=reach)


class TextForm(forms.Form):
    """A text: an acknowledgement, a message, an answer, a note, a reason."""

    def __init__(self, *args: Any, label: Any, help_text: Any = "", rows: int = 5, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = words_field(label, rows=rows, help_text=help_text)


class ExtendForm(forms.Form):
    """Another day for the answer, and why."""

    answer_by = forms.DateField(
        label=_("Nous répondrons au plus tard le"),
        widget=DATE,
        error_messages={"required": _("Choisissez un jour."), "invalid": _("Choisissez un jour.")},
    )
    reason = words_field(_("Pourquoi ?"), rows=3, help_text=_("La personne le lira."))


class AssessForm(forms.Form):
    """How serious, about what, why as far as is known, and who handles it."""

    seriousness = choice_field(
        _("Est-ce grave ?"), with_none(Seriousness.choices, _("pas encore dit")), required=False
    )
    theme_id = list_field(_("De quel thème s’agit-il ?"), [])
    cause = list_field(
        _("D’où cela vient-il, d’après vous ?"), with_none(Cause.choices, _("on ne sait pas encore"))
    )
    owner = list_field(_("Qui s’en occupe ?"), [])
    urgent = forms.BooleanField(
        label=_("À traiter comme un danger, une violence ou un harcèlement"), required=False
    )

    def __init__(self, *args: Any, themes: Mapping[str, str], people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        listed = [(key, str(person)) for key, person in self.people.items()]
        self.fields["theme_id"].choices = with_none(themes.items(), _("aucun"))  # type: ignore[attr-defined]
        self.fields["owner"].choices = with_none(listed, _("personne pour l’instant"))  # type: ignore[attr-defined]

    def assessment(self) -> Assessment:
        """What was chosen, as the services take it."""
        data = self.cleaned_data
        return Assessment(
            seriousness=int(data["seriousness"]) if data["seriousness"] else None,
            theme_id=data["theme_id"],
            cause=data["cause"],
            owner=self.people.get(data["owner"]),
            urgent=data["urgent"],
        )


class CloseForm(forms.Form):
    """How it ends, why it happened, what was learned and changed."""

    outcome = choice_field(
        _("Comment cela se termine-t-il ?"),
        [choice for choice in Outcome.choices if choice[0] != Outcome.NOT_ONE],  # set aside, not closed
        missing=_("Dites comment cela se termine."),
    )
    cause = list_field(_("D’où cela venait-il ?"), with_none(Cause.choices, _("on ne sait pas")))
    learned = words_field(
        _("Qu’avons-nous appris ?"),
        rows=3,
        required=False,
        help_text=_("Repris dans le dossier de l’assemblée : ne nommez personne."),
    )
    changed = words_field(
        _("Qu’est-ce qui change chez nous ?"),
        rows=3,
        required=False,
        help_text=_("Repris lui aussi dans le dossier de l’assemblée."),
    )

    def closing(self) -> Closing:
        """What was typed, as the services take it."""
        return Closing(**self.cleaned_data)
