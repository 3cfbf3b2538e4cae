"""Taking a kit away, and bringing its notes back."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.selectors.kit_notes import MOST_BYTES
from marchepied.apps.diagnosis.selectors.kit_order import LONGEST, propose_minutes, shortest
from marchepied.apps.diagnosis.selectors.kit_review import KIT, ONLINE, KitReview


class KitForm(forms.Form):
    """How long the meeting lasts."""

    minutes = forms.IntegerField(label=_("Durée de la réunion, en minutes"))

    def __init__(self, *args: Any, questions: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = forms.IntegerField(
            label=self.fields["minutes"].label,
            min_value=shortest(questions),
            max_value=LONGEST,
            initial=propose_minutes(questions),
        )
        self.fields["minutes"] = field


class KitNotesForm(forms.Form):
    """The file of notes that a kit saved."""

    file = forms.FileField(
        label=_("Le fichier de notes du kit"),
        help_text=_("Son nom commence par « notes » et finit par « .json »."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": _("Choisissez le fichier de notes que le kit a enregistré.")},
    )

    def clean_file(self) -> str:
        """The text of the file."""
        found: UploadedFile = self.cleaned_data["file"]
        if found.size is None or found.size > MOST_BYTES:
            raise forms.ValidationError(_now("Ce fichier est trop lourd pour être celui d’un kit."))
        try:
            return found.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_now("Ce fichier n’est pas celui des notes d’un kit.")) from None


class KitReviewForm(forms.Form):
    """What is kept where the kit and the screen differ, and how far people agree where it is not said."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, review: KitReview) -> None:
        super().__init__(data)
        self.review = review
        for side in review.conflicts:
            self.fields[f"keep-{side.key}"] = forms.ChoiceField(
                label=_("Que garde-t-on ?"),
                choices=[(KIT, _("Ce que dit le kit")), (ONLINE, _("Ce qui est déjà écrit"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choisissez ce qu’on garde.")},
            )
        for question in review.questions:
            if question.lacks_agreement:
                self.fields[f"agreement-{question.question.id}"] = forms.ChoiceField(
                    label=_("Étiez-vous d’accord ?"),
                    choices=Agreement.choices,
                    widget=forms.RadioSelect,
                    error_messages={"required": _("Dites si la salle était d’accord.")},
                )

    def kept(self) -> dict[str, str]:
        """{key of a conflict: whose side is kept}"""
        return self._chosen("keep-")

    def agreements(self) -> dict[str, str]:
        """{question: how far people agree}"""
        return self._chosen("agreement-")

    def _chosen(self, prefix: str) -> dict[str, str]:
        return {
            name.removeprefix(prefix): value
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }
