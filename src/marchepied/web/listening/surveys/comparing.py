"""The result of another survey, sent as the file that it gives away, to stand beside ours."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marchepied.apps.listening.selectors.surveys.comparing import (
    MOST_BYTES,
    Compared,
    compare_table,
    keep_few,
    read_result_table,
)
from marchepied.apps.listening.services.surveys import BroughtFigures, bring_benchmarks
from marchepied.apps.listening.services.surveys.exchange import MOMENT_LENGTH
from marchepied.engines.surveys import Question
from marchepied.web.listening.gestures import add_refusal
from marchepied.web.listening.surveys.forms import SourcedForm
from marchepied.web.shared.access import SpaceRequest
from marchepied.web.shared.table_files import TableFileField


class ComparedFileForm(SourcedForm):
    """The result of another survey, read at once into `compared`; nothing of the file is kept."""

    field_order = ("file",)
    prefix = "fichier"
    file = TableFileField(
        label=_("Le fichier de son résultat"),
        help_text=_("CSV ou XLSX, en français ou en anglais, 5 Mo au plus."),
        read=read_result_table,
        most_bytes=MOST_BYTES,
    )
    moment = forms.CharField(
        label=_("De quel moment ?"),
        help_text=_("2026, mars 2026, vague 2…"),
        max_length=MOMENT_LENGTH,
        error_messages={"required": _("Dites de quel moment sont ces chiffres.")},
    )

    compared: Compared

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.fields["name"].help_text = _now(
            "Sous un nom déjà là, ils ajoutent un moment, et l’on voit le chemin parcouru."
        )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        self.compared = compare_table(self.questions, file.table)
        if self.compared.faults:
            raise forms.ValidationError(list(self.compared.faults))
        return file


def bring_figures(request: SpaceRequest, survey: Any, form: ComparedFileForm) -> BroughtFigures | None:
    """Do what a well filled form asks; None when it is refused, and the form then says why."""
    given = {name: form.cleaned_data[name] for name in ("name", "source", "moment")}
    try:
        return bring_benchmarks(survey=survey, compared=form.compared, by=request.user, **given)
    except ValidationError as refusal:
        add_refusal(form, refusal)
        return None


def tell_brought(request: SpaceRequest, name: str, brought: BroughtFigures) -> None:
    """How many questions have figures beside them, then what was left out and why."""
    said = ngettext(
        "Pour une question, les chiffres de « %(name)s » paraissent à côté des vôtres.",
        "Pour %(count)s questions, les chiffres de « %(name)s » paraissent à côté des vôtres.",
        brought.taken,
    )
    messages.success(request, said % {"count": brought.taken, "name": name})
    for sentence in keep_few(brought.left):
        messages.warning(request, sentence)
