"""What a person wants to receive about the plan."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MailForm(forms.Form):
    reminders = forms.BooleanField(
        label=_("Un rappel de mes actions : une semaine avant la date, le jour même, une semaine après."),
        required=False,
    )
    digest = forms.BooleanField(
        label=_("Le lundi, ma semaine : ce qui est en retard, ce qui vient, ce qui s’est fait."),
        required=False,
    )
