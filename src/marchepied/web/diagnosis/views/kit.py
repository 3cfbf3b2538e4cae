"""The kit: taken away before a meeting without network, brought back once, read again, then written."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.rules import RUN_WORKSHOP
from marchepied.apps.diagnosis.selectors.kit import (
    asked_in,
    find_kit,
    find_kit_of_code,
    kit_for_code,
    kits_of,
    read_kit_content,
)
from marchepied.apps.diagnosis.selectors.kit_notes import MOST_BYTES, kit_of_notes, parse_notes
from marchepied.apps.diagnosis.selectors.kit_order import fit_running_order
from marchepied.apps.diagnosis.selectors.kit_review import KitReview, QuestionReview, Side, read_review
from marchepied.apps.diagnosis.services.kit import KEPT_DAYS, discard_kit, make_kit, receive_kit, write_kit
from marchepied.core.scope import scope
from marchepied.web.diagnosis.finding import cycle_or_404
from marchepied.web.diagnosis.forms.kit import KitForm, KitNotesForm, KitReviewForm
from marchepied.web.diagnosis.kit_file import write_kit_file
from marchepied.web.participation.attempts import count_wrong_code, may_try_code
from marchepied.web.shared.access import SpaceRequest, keep_private, member_view, public_view
from marchepied.web.shared.posted import posted_data

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle, Kit

# An accent takes six characters of a form for two bytes of text, a quote three for one.
MOST_POSTED = 4 * MOST_BYTES


@member_view(RUN_WORKSHOP)
def show_kit(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Take a kit away; those taken, and what became of them."""
    return _render_kit(request, cycle_or_404(request, cycle))


def _render_kit(request: SpaceRequest, row: "Cycle", **forms: Any) -> HttpResponse:
    content = read_kit_content(row)
    kits = kits_of(row)
    context = {
        "cycle": row,
        "content": content,
        "form": KitForm(questions=len(content.agenda.questions)),
        "upload": KitNotesForm(),
        "kits": kits,
        "waiting": [kit for kit in kits if kit.came_back_at and not kit.written_at],
        "kept_days": KEPT_DAYS,
        "section": "cycle",
        **forms,
    }
    return render(request, "diagnosis/kit.html", context)


@require_POST
@member_view(RUN_WORKSHOP)
def download_kit(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """The file of a new kit."""
    row = cycle_or_404(request, cycle)
    content = read_kit_content(row)
    form = KitForm(request.POST, questions=len(content.agenda.questions))
    if not form.is_valid():
        return _render_kit(request, row, form=form)
    minutes = form.cleaned_data["minutes"]
    try:
        fit_running_order(minutes, len(content.agenda.questions))
        kit = make_kit(cycle=row, by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return _render_kit(request, row, form=form)
    file = write_kit_file(request, cycle=row, kit=kit, content=content, minutes=minutes)
    response = HttpResponse(file, content_type="text/html; charset=utf-8")
    name = slugify(f"{_('kit de réunion')} {row.title}")
    response["Content-Disposition"] = f'attachment; filename="{name}.html"'
    return response


@require_POST
@member_view(RUN_WORKSHOP)
def upload_notes(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Bring back the file of notes that a kit of this cycle saved."""
    row = cycle_or_404(request, cycle)
    form = KitNotesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _render_kit(request, row, upload=form)
    text = form.cleaned_data["file"]
    kit = find_kit_of_code(row, kit_of_notes(text))
    if kit is None:
        form.add_error("file", _("Ces notes ne viennent pas d’un kit de cette réunion."))
        return _render_kit(request, row, upload=form)
    kit.workshop.cycle = row
    try:
        received = receive_kit(kit=kit, notes=parse_notes(text, asked_in(row)), by=request.user)
    except ValidationError as error:
        form.add_error("file", error)
        return _render_kit(request, row, upload=form)
    if not received:
        form.add_error("file", _("Ce kit est déjà écrit dans la démarche : rien n’a changé."))
        return _render_kit(request, row, upload=form)
    return redirect("diagnosis:kit-review", request.space.slug, row.pk, kit.pk)


@member_view(RUN_WORKSHOP)
def review_kit(request: SpaceRequest, cycle: UUID, kit: UUID) -> HttpResponse:
    """Read what a kit brought back, choose where it differs from what is online, and write it."""
    row = cycle_or_404(request, cycle)
    found = _kit_or_404(row, kit)
    review = read_review(found)
    if found.written_at or review is None:
        messages.info(request, _say_unreadable(found))
        return redirect("diagnosis:kit", request.space.slug, row.pk)
    form = KitReviewForm(posted_data(request), review=review)
    if request.method == "POST" and form.is_valid() and _write(request, found, form):
        return _continue(request, row, review)
    context = {
        "cycle": row,
        "kit": found,
        "review": review,
        "form": form,
        "choices": len(review.conflicts),
        "attendance": _bind(form, review.attendance),
        "questions": [_describe(form, question) for question in review.questions],
        "section": "cycle",
    }
    return render(request, "diagnosis/kit_review.html", context)


def _bind(form: KitReviewForm, side: Side | None) -> dict[str, Any] | None:
    """Something of the kit with the field that chooses, where there is a choice."""
    if side is None:
        return None
    return {"side": side, "field": form[f"keep-{side.key}"] if side.conflicts else None}


def _describe(form: KitReviewForm, question: QuestionReview) -> dict[str, Any]:
    lacking = f"agreement-{question.question.id}"
    return {
        "review": question,
        "hands": [(turn, _bind(form, side)) for turn, side in question.hands],
        "decision": _bind(form, question.decision),
        "agreement": form[lacking] if lacking in form.fields else None,
    }


def _say_unreadable(kit: "Kit") -> str:
    if kit.written_at:
        return _("Ce kit est déjà écrit dans la démarche.")
    return _("Ce kit n’a rien rapporté qui se lise : envoyez-le, ou envoyez-le à nouveau.")


def _write(request: SpaceRequest, kit: "Kit", form: KitReviewForm) -> bool:
    """Whether the notes could be written; otherwise the form says why."""
    try:
        write_kit(
            kit=kit,
            keep=form.kept(),
            agreements=form.agreements(),
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _continue(request: SpaceRequest, cycle: "Cycle", review: KitReview) -> HttpResponse:
    """Where the meeting goes on: the first question left, or what was decided when none is."""
    space = request.space.slug
    if not review.waiting:
        messages.success(request, _("Vos notes sont écrites : tout ce qui était prévu est décidé."))
        return redirect("diagnosis:minutes", space, cycle.pk)
    left = len(review.waiting)
    sentence = ngettext(
        "Vos notes sont écrites. Il reste une question : la voici.",
        "Vos notes sont écrites. Il reste %(n)s questions : voici la première.",
        left,
    )
    messages.success(request, sentence % {"n": left})
    return redirect("diagnosis:room", space, cycle.pk, review.waiting[0])


@member_view(RUN_WORKSHOP)
def discard_notes(request: SpaceRequest, cycle: UUID, kit: UUID) -> HttpResponse:
    """Forget what a kit brought back, after a page that says what it means."""
    row = cycle_or_404(request, cycle)
    found = _kit_or_404(row, kit)
    if not found.came_back_at or found.written_at:
        raise Http404
    if request.method == "POST":
        if discard_kit(kit=found, by=request.user):
            messages.success(request, _("Ces notes sont effacées. Le kit peut les renvoyer."))
        return redirect("diagnosis:kit", request.space.slug, row.pk)
    return render(request, "diagnosis/kit_discard.html", {"cycle": row, "kit": found, "section": "cycle"})


def _kit_or_404(cycle: "Cycle", kit_id: UUID) -> "Kit":
    kit = find_kit(cycle, kit_id)
    if kit is None:
        raise Http404
    kit.workshop.cycle = cycle
    return kit


# The file has no cookie and no session: its sealed code says which kit it is, and lets it do nothing but
# leave notes that a member reads again before anything is written.
@csrf_exempt
@public_view("a kit opened from a disk sends its notes by its own sealed code, without an account")
def receive(request: HttpRequest) -> HttpResponseBase:
    """Keep what a kit sends until somebody who facilitates reads it again."""
    if request.method != "POST":
        return _answer(request, "idle", 200)
    if not may_try_code(request):
        return _answer(request, "pause", 429)
    if not _fits(request):
        return _answer(request, "large", 413)
    kit = kit_for_code(request.POST.get("code", ""))
    if kit is None:
        count_wrong_code(request)
        return _answer(request, "unknown", 404)
    with scope(kit.organisation):
        return _receive(request, kit)


def _fits(request: HttpRequest) -> bool:
    """Whether the body is of a size that a kit can have, before a byte of it is read."""
    try:
        return 0 < int(request.META.get("CONTENT_LENGTH") or 0) <= MOST_POSTED
    except ValueError:
        return False


def _receive(request: HttpRequest, kit: "Kit") -> HttpResponse:
    cycle = kit.workshop.cycle
    link = reverse("diagnosis:kit-review", args=[kit.organisation.slug, cycle.pk, kit.pk])
    known = {"organisation": kit.organisation, "cycle": cycle, "kit": kit, "link": link}
    if kit.written_at:
        return _answer(request, "written", 409, **known)
    if cycle.state != CycleState.RUNNING:
        return _answer(request, "finished", 409, **known)
    try:
        received = receive_kit(kit=kit, notes=parse_notes(request.POST.get("notes", ""), asked_in(cycle)))
    except ValidationError as error:
        return _answer(request, "unreadable", 400, problems=error.messages, **known)
    return _answer(request, "received" if received else "written", 200 if received else 409, **known)


def _answer(request: HttpRequest, state: str, status: int, **known: Any) -> HttpResponse:
    page = render(request, "diagnosis/kit_received.html", {"state": state, **known}, status=status)
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    keep_private(page)
    return page
