"""What a person may write for the assembly."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AccountForm(forms.Form):
    introduction = forms.CharField(
        label=_("Pourquoi ce thème cette année ?"),
        help_text=_("Deux ou trois phrases, pour quelqu’un qui n’a rien suivi."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1500,
    )
    debate_questions = forms.CharField(
        label=_("Questions à débattre"),
        help_text=_(
            "Une par ligne, trois suffisent. Sans elles, le dossier en propose d’après vos réponses."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=2000,
    )

    def debate_lines(self) -> list[str]:
        return self.cleaned_data["debate_questions"].splitlines()
