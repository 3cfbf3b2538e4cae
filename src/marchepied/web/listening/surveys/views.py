"""Surveys inside the space: the list, one survey at each moment of its life, its questions."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marchepied.apps.listening.selectors.surveys import questions_of, stage_of, surveys_of, waves_of
from marchepied.apps.listening.selectors.surveys.models import find_survey_model, survey_models
from marchepied.apps.listening.selectors.surveys.results import read_result
from marchepied.apps.listening.services.surveys import (
    add_question,
    change_question,
    close_survey,
    delete_survey,
    extend_survey,
    move_question,
    open_survey,
    prepare_survey,
    remove_question,
    reply_to_everybody,
    show_results,
    start_wave,
)
from marchepied.apps.organisations.enums import Right
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.selectors import colleges_of, link_of, reply_to
from marchepied.apps.participation.validators import token_of
from marchepied.apps.plans.selectors.surveys import made_of
from marchepied.engines.documents.typography import format_date
from marchepied.engines.referential import minutes_for
from marchepied.engines.surveys import Question, items_of
from marchepied.web.listening.surveys.filling import is_ready, lay_page
from marchepied.web.listening.surveys.finding import back_to, page, with_survey
from marchepied.web.listening.surveys.forms import (
    USUAL_SCALE,
    QuestionForm,
    ReplyForm,
    SurveyForm,
    UntilForm,
    say_condition,
    write_initial,
)
from marchepied.web.participation.forms.calling import EVERYBODY, GROUPS
from marchepied.web.participation.views.invitations import draw_code, shorten_link
from marchepied.web.participation.views.shared import attempt, attempt_in
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

USUAL_DAYS = 21
DRAFT, OPEN, CLOSED = RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED


@member_view(Right.READ)
@require_safe
def surveys(request: SpaceRequest) -> HttpResponse:
    """Every survey, and the models to begin with."""
    return page(
        request,
        "list",
        surveys=surveys_of(request.space.organisation),
        models=survey_models(),
        today=timezone.localdate(),
    )


@member_view(Right.FACILITATE)
def survey_new(request: SpaceRequest) -> HttpResponse:
    """Prepare a survey; `?modele=` begins it with the questions of one that ships."""
    model = find_survey_model(request.GET.get("modele", ""))
    language = translation.get_language() or "fr"
    start = {
        "title": model.title["fr"] if model else "",
        "title_en": model.title["en"] if model else "",
        "closes_on": timezone.localdate() + timedelta(days=USUAL_DAYS),
        "responsible": f"{request.user.name} ({request.user.email})"[:200],
    }
    form = _survey_form(request, start, model.questions if model else ())
    if request.method == "POST" and form.is_valid():
        made: list[Any] = []

        def prepare() -> None:
            made.append(
                prepare_survey(
                    organisation=request.space.organisation,
                    content=form.content(),
                    questions=model.questions if model else (),
                    by=request.user,
                )
            )

        if attempt_in(form, prepare):
            return back_to(request, made[0])
    name = model.name.get(language, model.name["fr"]) if model else ""
    return page(request, "edit", form=form, survey=None, model=name)


@member_view(Right.FACILITATE)
@with_survey(DRAFT)
def survey_edit(request: SpaceRequest, survey: Any) -> HttpResponse:
    """Change what is said of a survey in preparation."""
    calls = stage_of(survey).calls
    grouped = [call for call in calls if not call.college.archived]
    start = {
        "title": survey.title.get("fr", ""),
        "title_en": survey.title.get("en", ""),
        "introduction": survey.introduction.get("fr", ""),
        "introduction_en": survey.introduction.get("en", ""),
        "closes_on": survey.closes_on or timezone.localdate() + timedelta(days=USUAL_DAYS),
        "who": GROUPS if grouped else EVERYBODY,
        "groups": [str(call.college_id) for call in grouped],
        "expected_count": survey.expected_count,
        "quota": survey.quota,
        "whole_quota": survey.whole_quota,
        "crossed_by": survey.crossed_by,
        "responsible": survey.responsible,
    }
    form = _survey_form(request, start, questions_of(survey))
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt_in(
            form,
            lambda: prepare_survey(
                organisation=request.space.organisation,
                content=form.content(),
                survey=survey,
                by=request.user,
            ),
        )
    ):
        return back_to(request, survey)
    return page(request, "edit", form=form, survey=survey, model="")


@member_view(Right.READ)
@with_survey()
@require_safe
def survey(request: SpaceRequest, survey: Any) -> HttpResponse:
    """A survey where it stands: being prepared, open, or closed with its result."""
    stage = stage_of(survey)
    questions = questions_of(survey)
    language = translation.get_language() or "fr"
    context: dict[str, Any] = {"survey": survey, "stage": stage, "questions": questions}
    context["minutes"] = minutes_for(len(questions))
    context["waves"] = waves_of(survey)
    if stage.release is not None:
        context["result"] = result = read_result(survey, stage.release, language)
        made = made_of(survey)
        context["shown"] = [(entry, made.get(entry.question.id, ())) for entry in result.entries]
    if stage.state == DRAFT:
        context["lines"] = _lines_of(questions)
        return page(request, "draft", **context)
    if len(stage.calls) == 1:
        link = link_of(stage.calls[0])
        context |= {"link": link, "short_link": shorten_link(link), "code": draw_code(link)}
        context["token"] = token_of(stage.calls[0].handle)
    return page(request, "running" if stage.state == OPEN else "closed", **context)


@member_view(Right.FACILITATE)
@with_survey(DRAFT)
def question_new(request: SpaceRequest, survey: Any) -> HttpResponse:
    """Add a question at the end."""
    questions = questions_of(survey)
    start = {
        "kind": "scale",
        "choices": USUAL_SCALE,
        "page": questions[-1].page if questions else 1,
    }
    form = QuestionForm(posted_data(request), questions=questions, own=None, initial=start)
    if request.method == "POST" and form.is_valid():
        new = form.question()
        if attempt_in(form, lambda: add_question(survey=survey, question=new, by=request.user)):
            messages.success(request, _("La question est ajoutée."))
            return back_to(request, survey)
    return page(request, "question_edit", form=form, survey=survey, question=None)


@member_view(Right.FACILITATE)
@with_survey(DRAFT)
def question_edit(request: SpaceRequest, survey: Any, survey_question: str) -> HttpResponse:
    """Write a question again."""
    questions = questions_of(survey)
    own = _question_or_404(questions, survey_question)
    form = QuestionForm(posted_data(request), questions=questions, own=own, initial=write_initial(own))
    if request.method == "POST" and form.is_valid():
        new = form.question()
        if attempt_in(form, lambda: change_question(survey=survey, question=new, by=request.user)):
            return back_to(request, survey)
    return page(request, "question_edit", form=form, survey=survey, question=own)


@member_view(Right.FACILITATE)
@with_survey(DRAFT)
@require_POST
def question_move(request: SpaceRequest, survey: Any, survey_question: str) -> HttpResponse:
    """One place up, or down."""
    _question_or_404(questions_of(survey), survey_question)
    up = request.POST.get("vers") == "haut"
    attempt(
        request, lambda: move_question(survey=survey, question_id=survey_question, up=up, by=request.user)
    )
    return back_to(request, survey)


@member_view(Right.FACILITATE)
@with_survey(DRAFT)
@require_POST
def question_remove(request: SpaceRequest, survey: Any, survey_question: str) -> HttpResponse:
    _question_or_404(questions_of(survey), survey_question)
    if attempt(request, lambda: remove_question(survey=survey, question_id=survey_question, by=request.user)):
        messages.success(request, _("La question est retirée."))
    return back_to(request, survey)


@member_view(Right.READ)
@with_survey()
@require_safe
def preview(request: SpaceRequest, survey: Any) -> HttpResponse:
    """Every question, as those who answer will read it."""
    questions = questions_of(survey)
    if not questions or not is_ready(questions):
        return back_to(request, survey)
    filling = lay_page(questions, {}, 1, everything=True)
    return page(request, "preview", survey=survey, filling=filling, lines=_lines_of(questions))


@member_view(Right.FACILITATE)
@with_survey(DRAFT)
@require_POST
def open_(request: SpaceRequest, survey: Any) -> HttpResponse:
    if attempt(request, lambda: open_survey(survey=survey, by=request.user)):
        messages.success(request, _("L’enquête est ouverte. Il reste à donner son adresse."))
    return back_to(request, survey)


@member_view(Right.FACILITATE)
@with_survey(OPEN)
def close(request: SpaceRequest, survey: Any) -> HttpResponse:
    """Say what closing does, then close and show the result."""
    if request.method == "POST":
        if attempt(request, lambda: close_survey(survey=survey, by=request.user)):
            messages.success(request, _("L’enquête est close. Voici ce qu’on y lit."))
        return back_to(request, survey)
    return page(request, "close", survey=survey, stage=stage_of(survey))


@member_view(Right.FACILITATE)
@with_survey(OPEN)
def extend(request: SpaceRequest, survey: Any) -> HttpResponse:
    """Give people more time."""
    later = max(survey.closes_on or timezone.localdate(), timezone.localdate()) + timedelta(days=7)
    form = UntilForm(posted_data(request), initial={"closes_on": later})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["closes_on"]
        if attempt_in(form, lambda: extend_survey(survey=survey, closes_on=day, by=request.user)):
            told = format_date(day, translation.get_language() or "fr")
            messages.success(request, _("On peut répondre jusqu’au %(day)s.") % {"day": told})
            return back_to(request, survey)
    return page(request, "extend", survey=survey, form=form)


@member_view(Right.FACILITATE)
@with_survey(OPEN)
@require_POST
def show(request: SpaceRequest, survey: Any) -> HttpResponse:
    """A first result, or a new one, while people still answer."""
    attempt(request, lambda: show_results(survey=survey, by=request.user))
    return back_to(request, survey)


@member_view(Right.FACILITATE)
@with_survey(CLOSED)
def reply(request: SpaceRequest, survey: Any) -> HttpResponse:
    """Say to everybody what became of what they answered, at the link by which they did."""
    said = reply_to(survey.round)
    paragraphs = said.content["fr"]["paragraphs"] if said is not None else _decided(survey)
    form = ReplyForm(posted_data(request), initial={"text": "\n\n".join(paragraphs)})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if attempt_in(form, lambda: reply_to_everybody(survey=survey, text=text, by=request.user)):
            messages.success(request, _("C’est dit : chacun le lit à l’adresse où il a répondu."))
            return back_to(request, survey)
    return page(request, "reply", survey=survey, form=form)


def _decided(survey: Any) -> list[str]:
    """What is in the plan from it: the beginning of what people are told."""
    made = {one.action.pk: one.action.title for ones in made_of(survey).values() for one in ones}
    return [_("Nous avons décidé : %(action)s.") % {"action": title.rstrip(".")} for title in made.values()]


@member_view(Right.FACILITATE)
@with_survey(OPEN, CLOSED)
@require_POST
def wave(request: SpaceRequest, survey: Any) -> HttpResponse:
    """Prepare the next wave: the same questions, to be compared."""
    made: list[Any] = []
    if attempt(request, lambda: made.append(start_wave(survey=survey, by=request.user))):
        return redirect("listening:survey-edit", request.space.slug, made[0].pk)
    return back_to(request, survey)


@member_view(Right.FACILITATE)
@with_survey(DRAFT)
def delete(request: SpaceRequest, survey: Any) -> HttpResponse:
    """Remove a survey that nobody could answer, after a page that says so."""
    if request.method == "POST":
        if attempt(request, lambda: delete_survey(survey=survey, by=request.user)):
            messages.success(request, _("Cette enquête est retirée."))
        return redirect("listening:surveys", request.space.slug)
    return page(request, "delete", survey=survey)


def _survey_form(request: SpaceRequest, start: dict[str, Any], questions: Any) -> SurveyForm:
    return SurveyForm(
        posted_data(request),
        colleges=colleges_of(request.space.organisation),
        today=timezone.localdate(),
        questions=questions,
        initial=start,
    )


def _lines_of(questions: tuple[Question, ...]) -> list[dict[str, Any]]:
    """The questions as the builder lists them: number, condition in words, whether a page begins."""
    lines = []
    page_before = 0
    for number, question in enumerate(questions, 1):
        lines.append(
            {
                "question": question,
                "number": number,
                "when": say_condition(question.when, questions) if question.when else "",
                "begins": question.page if question.page != page_before else None,
                "lines": len(items_of([question])),
            }
        )
        page_before = question.page
    return lines


def _question_or_404(questions: tuple[Question, ...], question_id: str) -> Question:
    for question in questions:
        if question.id == question_id:
            return question
    raise Http404
