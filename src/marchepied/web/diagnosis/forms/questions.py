"""What the organisation itself answers, one question or the whole list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.diagnosis.enums import OwnAnswerKind
from marchepied.apps.diagnosis.services.own_answers import OwnAnswerDraft
from marchepied.apps.evidence.validators import validate_file, validate_link
from marchepied.engines.referential import Question

ASIDE = [
    (OwnAnswerKind.DONT_KNOW, _("Nous ne savons pas encore")),
    (OwnAnswerKind.NOT_CONCERNED, _("Nous ne sommes pas concernés")),
]
COVERED = (OwnAnswerKind.COVERED, _("Un autre document y répond déjà"))


def value_of(answer: Any) -> str:
    """The value of the radio button for an answer already given; empty without one."""
    if answer is None:
        return ""
    return str(answer.level) if answer.kind == OwnAnswerKind.LEVEL else str(answer.kind)


def read_value(value: str) -> tuple[str, int | None]:
    """(kind, level) of a radio button's value."""
    return (OwnAnswerKind.LEVEL, int(value)) if value.isdigit() else (value, None)


class OwnAnswerForm(forms.Form):
    """One question: an answer, words, evidence chosen or added."""

    answer = forms.ChoiceField(
        label=_("Votre réponse"),
        error_messages={"required": _("Choisissez une réponse, ou « Nous ne savons pas encore ».")},
    )
    narrative = forms.CharField(
        label=_("Racontez"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Un exemple, un chiffre, ce qui a changé. Deux phrases suffisent."),
    )
    evidence = forms.MultipleChoiceField(required=False)
    new_file = forms.FileField(label=_("Un fichier"), required=False, validators=[validate_file])
    new_link = forms.CharField(
        label=_("ou l’adresse d’une page"),
        required=False,
        max_length=500,
        validators=[validate_link],
        widget=forms.URLInput,
    )
    new_title = forms.CharField(label=_("Son titre"), required=False, max_length=200)

    def __init__(self, *args: Any, question: Question, evidence: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(str(level.number), str(level.number)) for level in question.levels]
        self.fields["answer"].choices = [*levels, *ASIDE, COVERED]  # type: ignore[attr-defined]
        self.fields["evidence"].choices = [(str(item.pk), item.title) for item in evidence]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new_file") and data.get("new_link"):
            self.add_error("new_link", _("Ajoutez un fichier ou une adresse, l’un après l’autre."))
        return data

    def chosen_evidence(self) -> set[UUID]:
        return {UUID(identity) for identity in self.cleaned_data["evidence"]}


@dataclass(frozen=True)
class Asked:
    """A question of the list with its two fields, as the page draws them."""

    question: Question
    answer: Any
    narrative: Any


class OwnAnswersForm(forms.Form):
    """All questions on one page: an answer and a few words each, none compulsory."""

    def __init__(
        self, *args: Any, questions: Sequence[Question], answers: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions, self.answers = questions, answers
        for question in questions:
            given = answers.get(question.id)
            levels = [(str(level.number), str(level.number)) for level in question.levels]
            covered = [COVERED] if given and given.kind == OwnAnswerKind.COVERED else []
            self.fields[f"answer-{question.id}"] = forms.ChoiceField(
                choices=[*levels, *ASIDE, *covered], required=False, initial=value_of(given)
            )
            self.fields[f"words-{question.id}"] = forms.CharField(
                required=False, max_length=5000, initial=given.narrative if given else ""
            )

    def asked(self) -> list[Asked]:
        return [
            Asked(question, self[f"answer-{question.id}"], self[f"words-{question.id}"])
            for question in self.questions
        ]

    def changed_drafts(self) -> list[OwnAnswerDraft]:
        """The answers that differ from what is kept; a question left without an answer is left alone."""
        drafts = []
        for question in self.questions:
            value = self.cleaned_data[f"answer-{question.id}"]
            words = self.cleaned_data[f"words-{question.id}"].strip()
            given = self.answers.get(question.id)
            if value and (value, words) != (value_of(given), given.narrative if given else ""):
                kind, level = read_value(value)
                drafts.append(OwnAnswerDraft(question.id, kind, level, words))
        return drafts


class KeptQuestionsForm(forms.Form):
    """The questions kept for the cycle."""

    questions = forms.MultipleChoiceField(error_messages={"required": _("Gardez au moins une question.")})

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = [(question.id, question.id) for question in questions]  # type: ignore[attr-defined]
