"""A draft as a whole: its tree, its head, its history, its publication."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.referentials.rules import PUBLISH_GUIDES, READ_GUIDES, WRITE_GUIDES
from marchepied.apps.referentials.selectors import (
    changes_of,
    draft_data,
    last_version,
    newer_base,
    stamp_of,
    whole_content,
)
from marchepied.apps.referentials.services import (
    ItemConflictError,
    NumberTakenError,
    change_head,
    discard_draft,
    finish_draft,
    undo_change,
)
from marchepied.engines.referential import Changes, InvalidReferentialError, compare, validate
from marchepied.engines.referential.editing import (
    fill_languages,
    find_gaps,
    own_words,
    propose_number,
)
from marchepied.web.referentials.writing.comparing import compare_texts
from marchepied.web.referentials.writing.finding import Desk, with_desk
from marchepied.web.referentials.writing.guide_forms import HeadForm, PublishForm
from marchepied.web.referentials.writing.telling import tell_change, tell_changes, tell_gaps
from marchepied.web.referentials.writing.tree import draw_tree
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

TRANSLATION = frozenset({"translation", "lines"})


@member_view(READ_GUIDES)
@with_desk
def show_draft(request: SpaceRequest, desk: Desk) -> HttpResponse:
    """The tree of the draft on one page, what it still lacks first."""
    gaps = find_gaps(desk.draft.content, desk.base)
    lacks = tell_gaps([gap for gap in gaps if gap.code not in TRANSLATION], desk.draft.content, desk.words)
    waiting = tell_gaps([gap for gap in gaps if gap.code in TRANSLATION], desk.draft.content, desk.words)
    context = {
        "draft": desk.draft,
        "base": desk.base,
        "newer": newer_base(desk.draft, desk.organisation),
        "lacks": lacks,
        "waiting": waiting,
        "n_lacks": sum(len(lack.sentences) for lack in lacks),
        "tree": draw_tree(desk.draft, lacks, desk.words),
        "latest": desk.draft.changes.select_related("by").defer("before").first(),
        "words": desk.words,
        "questionnaire": desk.questionnaire,
        "section": "house",
    }
    context["latest_told"] = tell_change(context["latest"]) if context["latest"] else ""
    return render(request, "referentials/draft.html", context)


@member_view(WRITE_GUIDES)
@with_desk
def change_name(request: SpaceRequest, desk: Desk) -> HttpResponse:
    """The name of the guide, what it is for, who publishes it, its languages."""
    head = own_words("head", desk.draft.content)
    form = HeadForm(
        posted_data(request),
        item=head,
        languages=desk.languages,
        vocabularies=desk.vocabularies,
        initial={"seen": stamp_of("head", desk.draft.content)},
    )
    theirs: list[Any] = []
    if request.method == "POST" and form.is_valid():
        chosen: dict[str, Any] = form.cleaned_data
        told = {"head": form.written(), "seen": chosen["seen"], "credit": chosen["credit"]}
        try:
            change_head(draft=desk.draft, by=request.user, **told)
        except ItemConflictError as error:
            theirs = compare_texts(form, head)
            form.keep_typed(stamp_of("head", desk.draft.content), error)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("C’est noté."))
            return redirect("referentials:draft", request.space.slug, desk.draft.pk)
    context = {"form": form, "draft": desk.draft, "theirs": theirs, "section": "house"}
    return render(request, "referentials/draft_head.html", context)


@member_view(READ_GUIDES)
@with_desk
def show_history(request: SpaceRequest, desk: Desk) -> HttpResponse:
    """Who changed what, when, latest first."""
    changes = changes_of(desk.draft)
    context = {
        "draft": desk.draft,
        "changes": [(change, tell_change(change)) for change in changes],
        "revision": desk.draft.revision,
        "section": "house",
    }
    return render(request, "referentials/draft_history.html", context)


@require_POST
@member_view(WRITE_GUIDES)
@with_desk
def undo(request: SpaceRequest, desk: Desk) -> HttpResponse:
    """Take the latest change back, if it is still the latest."""
    asked = request.POST.get("revision", "")
    revision = int(asked) if asked.isdecimal() and len(asked) < 9 else -1
    try:
        undo_change(draft=desk.draft, revision=revision, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Le dernier changement est annulé."))
    return redirect("referentials:draft", request.space.slug, desk.draft.pk)


@member_view(PUBLISH_GUIDES)
@with_desk
def publish(request: SpaceRequest, desk: Desk) -> HttpResponse:
    """What the version changes, its number, then there is no way back: a version never changes."""
    gaps = find_gaps(desk.draft.content, desk.base)
    serious = [gap for gap in gaps if gap.code not in TRANSLATION]
    lacks = tell_gaps(serious, desk.draft.content, desk.words)
    faults = [] if serious else _find_faults(desk)
    last = last_version(desk.draft)
    changes = _find_changes(desk, last)
    form = PublishForm(
        posted_data(request),
        untranslated=len(serious) < len(gaps),
        initial={"number": propose_number(last.number if last else "", changes)},
    )
    if request.method == "POST" and form.is_valid() and not lacks and not faults:
        version = _publish(request, desk, form)
        if version is not None:
            messages.success(request, _("Publié. Cette version ne changera plus : on peut y répondre."))
            return redirect("referentials:version", request.space.slug, version.pk)
    context = {
        "draft": desk.draft,
        "form": form,
        "lacks": lacks,
        "faults": faults,
        "untranslated": sum(gap.code in TRANSLATION for gap in gaps),
        "last": last,
        "changes": tell_changes(changes, first=last is None),
        "section": "house",
    }
    return render(request, "referentials/draft_publish.html", context)


def _find_changes(desk: Desk, last: Any) -> Changes:
    """What the draft changes of its last version, or of what it adds to; nothing while they do not fit."""
    before: Any = {"axes": []}
    if last is not None or desk.draft.base is not None:
        before = whole_content(last or desk.draft.base)
    try:
        return compare(before, draft_data(desk.draft))
    except InvalidReferentialError:
        return Changes(())


def _find_faults(desk: Desk) -> list[str]:
    """What only a whole reading finds, in what no page of the editor writes (a file that was brought in)."""
    try:
        whole = fill_languages(draft_data(desk.draft), desk.languages)
    except InvalidReferentialError as error:
        return [f"{problem.message_fr} {problem.advice_fr}" for problem in error.problems]
    return [f"{problem.message_fr} {problem.advice_fr}" for problem in validate(whole)]


def _publish(request: SpaceRequest, desk: Desk, form: PublishForm) -> Any:
    """The version, or None when it was refused: the form says why."""
    fill = bool(form.cleaned_data.get("fill"))
    number = form.cleaned_data["number"]
    try:
        return finish_draft(draft=desk.draft, number=number, fill=fill, by=request.user)
    except NumberTakenError:
        form.add_error("number", _("Ce numéro est déjà pris. Choisissez le suivant."))
    except InvalidReferentialError:
        form.add_error("fill", _("Des textes ne sont pas traduits : traduisez-les, ou cochez cette case."))
    except ValidationError as error:
        form.add_error(None, error)
    return None


@member_view(PUBLISH_GUIDES)
@with_desk
def discard(request: SpaceRequest, desk: Desk) -> HttpResponse:
    """Throw a draft away, after a page that says what is lost."""
    if request.method == "POST":
        discard_draft(draft=desk.draft, by=request.user)
        messages.success(request, _("Le brouillon est jeté."))
        return redirect("referentials:guides", request.space.slug)
    return render(request, "referentials/draft_discard.html", {"draft": desk.draft, "section": "house"})
