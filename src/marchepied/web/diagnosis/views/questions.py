"""What the organisation itself says: the list, one question at a time, or all on one page."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.rules import READ_CYCLE, WRITE_OWN_ANSWERS
from marchepied.apps.diagnosis.selectors.cycles import duties_for, find_question, questions_of, themes_of
from marchepied.apps.diagnosis.selectors.next_cycle import earlier_answer
from marchepied.apps.diagnosis.selectors.own_answers import (
    evidence_ids_of,
    find_own_answer,
    own_answers_of,
    uses_of_evidence,
)
from marchepied.apps.diagnosis.selectors.sameness import asks_the_same
from marchepied.apps.diagnosis.selectors.steps import StepFacts
from marchepied.apps.diagnosis.services.own_answers import (
    clear_own_answer,
    confirm_own_answer,
    save_own_answer,
    save_own_answers,
)
from marchepied.apps.evidence.selectors import evidence_of
from marchepied.apps.evidence.services import add_file, add_link
from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.engines.referential import Question, Text, WordedQuestion, word_question, word_text
from marchepied.web.diagnosis.crediting import describe_credits, find_credit
from marchepied.web.diagnosis.finding import cycle_or_404, question_or_404
from marchepied.web.diagnosis.forms.questions import (
    ASIDE,
    COVERED,
    OwnAnswerForm,
    OwnAnswersForm,
    read_value,
    value_of,
)
from marchepied.web.diagnosis.sentences import say_own_answers
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle, OwnAnswer

# Above this many questions the page of all of them shows the short answers.
LONG_LIST = 40


def _word(cycle: "Cycle", questions: Iterable[Question]) -> list[WordedQuestion]:
    language = translation.get_language() or "fr"
    words = vocabulary_of(cycle.organisation, language)
    return [word_question(question, language, words) for question in questions]


def _say(answer: "OwnAnswer | None", question: Question | None, read: Callable[[Text], str]) -> str:
    """The answer in words, for the list; empty when there is none."""
    if answer is None:
        return ""
    if answer.level is None or question is None:
        return str(answer.get_kind_display()).capitalize()
    return next((read(level.description) for level in question.levels if level.number == answer.level), "")


@member_view(READ_CYCLE)
def list_questions(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The questions by theme and domain, with what was answered."""
    row = cycle_or_404(request, cycle)
    language = translation.get_language() or "fr"
    words = vocabulary_of(row.organisation, language)

    def read(text: Text) -> str:
        return word_text(text.read_in(language), language, words)

    answers = own_answers_of(row)
    questions = questions_of(row)
    by_domain: dict[str, list[dict[str, Any]]] = {}
    for question in questions:
        answer = answers.get(question.id)
        line = {"id": question.id, "statement": read(question.statement), "answer": answer}
        by_domain.setdefault(question.domain, []).append(line | {"said": _say(answer, question, read)})
    unanswered = [question.id for question in questions if question.id not in answers]
    answered = len(questions) - len(unanswered)
    context = {
        "cycle": row,
        "themes": [
            (axis, [(domain, by_domain[domain.id]) for domain in axis.domains if domain.id in by_domain])
            for axis in themes_of(row)
        ],
        "total": len(questions),
        "answered": answered,
        "progress": say_own_answers(StepFacts(questions=len(questions), own_answers=answered)),
        "next_id": unanswered[0] if unanswered else "",
        "credit": describe_credits(row, questions, answers),
        "words": words,
        "section": "cycle",
    }
    return render(request, "diagnosis/questions.html", context)


@member_view(WRITE_OWN_ANSWERS)
def answer_question(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """One question: an answer among described levels, words, and evidence."""
    row = cycle_or_404(request, cycle)
    question = question_or_404(row, question_id)
    evidence = evidence_of(row.organisation)
    answer = find_own_answer(row, question_id)
    form = OwnAnswerForm(
        posted_data(request),
        request.FILES or None,
        question=question,
        evidence=evidence,
        initial={"answer": value_of(answer), "narrative": answer.narrative if answer else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _save(row, question, form, request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _go_on(request, row, question)
    return render(
        request,
        "diagnosis/questions_one.html",
        _describe_question(request, row, question, form, evidence, answer),
    )


def _describe_question(
    request: SpaceRequest,
    cycle: "Cycle",
    question: Question,
    form: OwnAnswerForm,
    evidence: list[Any],
    answer: "OwnAnswer | None",
) -> dict[str, Any]:
    order = [other.id for other in questions_of(cycle)]
    place = order.index(question.id)
    uses = uses_of_evidence(cycle.organisation, [item.pk for item in evidence]) if evidence else {}
    posted = request.method == "POST"
    chosen = set(request.POST.getlist("evidence")) if posted else {str(pk) for pk in evidence_ids_of(answer)}
    return {
        "cycle": cycle,
        "form": form,
        "question": _word(cycle, [question])[0],
        "value": form["answer"].value() or "",
        "aside": [*ASIDE, COVERED],
        "number": place + 1,
        "total": len(order),
        "previous_id": order[place - 1] if place else "",
        "is_last": place + 1 == len(order),
        "is_answered": answer is not None,
        "confirmed": answer is not None and answer.confirms_id is not None,
        "earlier": _describe_earlier(cycle, question),
        "credit": find_credit(cycle, question, answer),
        "duties": duties_for(cycle, question),
        "words": vocabulary_of(cycle.organisation, translation.get_language() or "fr"),
        "evidence": [
            {
                "item": item,
                "chosen": str(item.pk) in chosen,
                "elsewhere": sum(1 for use in uses.get(item.pk, ()) if use.question_id != question.id),
            }
            for item in evidence
        ],
        "section": "cycle",
    }


def _describe_earlier(cycle: "Cycle", question: Question) -> dict[str, Any] | None:
    """What was answered in the cycle this one goes on from, and whether it can be said again as it is."""
    earlier = earlier_answer(cycle, question.id)
    if earlier is None:
        return None
    language = translation.get_language() or "fr"
    words = vocabulary_of(cycle.organisation, language)
    before = find_question(earlier.cycle, question.id)
    said = _say(earlier, before, lambda text: word_text(text.read_in(language), language, words))
    same = asks_the_same(earlier.cycle, cycle, question.id)
    return {"answer": earlier, "said": said, "same": same}


@require_POST
@member_view(WRITE_OWN_ANSWERS)
def confirm_answer(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """« Toujours vrai »: last year's answer is said again, dated today; on with the next question."""
    row = cycle_or_404(request, cycle)
    question = question_or_404(row, question_id)
    earlier = earlier_answer(row, question_id)
    if earlier is None:
        raise Http404
    try:
        confirm_own_answer(cycle=row, earlier=earlier, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("diagnosis:question", request.space.slug, row.pk, question_id)
    messages.success(request, _("C’est noté : toujours vrai, à la date d’aujourd’hui."))
    return _go_on(request, row, question)


@transaction.atomic
def _save(cycle: "Cycle", question: Question, form: OwnAnswerForm, by: Any) -> None:
    """The answer and the evidence added with it, together or not at all."""
    data = form.cleaned_data
    chosen = form.chosen_evidence()
    title = data["new_title"]
    if data["new_file"]:
        chosen.add(add_file(organisation=cycle.organisation, file=data["new_file"], title=title, by=by).pk)
    if data["new_link"]:
        chosen.add(add_link(organisation=cycle.organisation, url=data["new_link"], title=title, by=by).pk)
    kind, level = read_value(data["answer"])
    save_own_answer(
        cycle=cycle,
        question_id=question.id,
        kind=kind,
        level=level,
        narrative=data["narrative"],
        evidence=chosen,
        by=by,
    )


def _go_on(request: SpaceRequest, cycle: "Cycle", question: Question) -> HttpResponse:
    order = [other.id for other in questions_of(cycle)]
    place = order.index(question.id) + 1
    if place < len(order) and request.POST.get("then") != "list":
        return redirect("diagnosis:question", request.space.slug, cycle.pk, order[place])
    messages.success(request, _("Réponse enregistrée."))
    return redirect("diagnosis:questions", request.space.slug, cycle.pk)


@member_view(WRITE_OWN_ANSWERS)
def clear_answer(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """Take an answer back, after a page that says what it means."""
    row = cycle_or_404(request, cycle)
    question = question_or_404(row, question_id)
    answer = find_own_answer(row, question_id)
    if answer is None:
        raise Http404
    if request.method == "POST":
        clear_own_answer(cycle=row, question_id=question_id, by=request.user)
        messages.success(request, _("Votre réponse est effacée : la question attend de nouveau la vôtre."))
        return redirect("diagnosis:questions", request.space.slug, row.pk)
    worded = _word(row, [question])[0]
    said = [choice.description for choice in worded.choices if choice.level == answer.level]
    context = {
        "cycle": row,
        "question": worded,
        "question_id": question_id,
        "said": said[0] if said else str(answer.get_kind_display()).capitalize(),
        "narrative": answer.narrative,
        "section": "cycle",
    }
    return render(request, "diagnosis/questions_clear.html", context)


@member_view(WRITE_OWN_ANSWERS)
def answer_all(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Every question on one page, saved with one gesture."""
    row = cycle_or_404(request, cycle)
    questions = questions_of(row)
    form = OwnAnswersForm(posted_data(request), questions=questions, answers=own_answers_of(row))
    if request.method == "POST" and form.is_valid():
        drafts = form.changed_drafts()
        if drafts:
            save_own_answers(cycle=row, drafts=drafts, by=request.user)
        sentence = ngettext("Une réponse enregistrée.", "%(n)s réponses enregistrées.", len(drafts))
        unchanged = _("Rien n’a changé : tout était déjà enregistré.")
        messages.success(request, sentence % {"n": len(drafts)} if drafts else unchanged)
        return redirect("diagnosis:home", request.space.slug)
    context = {
        "cycle": row,
        "form": form,
        "asked": list(zip(form.asked(), _word(row, questions), strict=True)),
        "aside": ASIDE,
        "covered": COVERED,
        "brief": len(questions) > LONG_LIST,
        "section": "cycle",
    }
    return render(request, "diagnosis/questions_all.html", context)
