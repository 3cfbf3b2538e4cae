"""« Nos guides »: what the space may use, what it is writing, what it published."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.referentials.rules import READ_GUIDES, WRITE_GUIDES
from marchepied.apps.referentials.selectors import (
    drafts_of,
    find_usable,
    left_behind,
    newer_base,
    own_versions,
    read_referential,
    usable_versions,
)
from marchepied.apps.referentials.services import open_next_version, start_draft
from marchepied.web.referentials.writing.guide_forms import ALONE, NewGuideForm
from marchepied.web.referentials.writing.tree import draw_published
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(READ_GUIDES)
def list_guides(request: SpaceRequest) -> HttpResponse:
    """Drafts first, then what was published here, then what comes from elsewhere."""
    organisation = request.space.organisation
    versions: dict[Any, list[Any]] = {}
    for version in own_versions(organisation):
        versions.setdefault(version.referential_id, []).append(version)
    drafts, usable = drafts_of(organisation), usable_versions(organisation)
    elsewhere = [v for v in usable if v.referential.owner_id != organisation.pk]
    context = {
        "drafts": drafts,
        "published": list(versions.values()),
        "going_on": {draft.referential_id: draft for draft in drafts if draft.referential_id},
        "behind": left_behind([rows[0] for rows in versions.values()], usable),
        "elsewhere": elsewhere,
        "section": "house",
    }
    return render(request, "referentials/guides.html", context)


@member_view(WRITE_GUIDES)
def new_guide(request: SpaceRequest) -> HttpResponse:
    """A new draft: an addition to a guide, proposed first, or a blank page."""
    organisation = request.space.organisation
    versions = usable_versions(organisation)
    asked = request.GET.get("depuis", "")
    first = asked or (str(versions[0].pk) if versions else ALONE)
    form = NewGuideForm(posted_data(request), versions=versions, initial={"start": first})
    if request.method == "POST" and form.is_valid():
        draft = start_draft(organisation=organisation, base=form.base(), by=request.user, **form.words())
        messages.success(request, _("Votre guide est commencé. Personne ne le voit hors de votre espace."))
        return redirect("referentials:draft", request.space.slug, draft.pk)
    return render(request, "referentials/guide_new.html", {"form": form, "section": "house"})


@member_view(READ_GUIDES)
def show_version(request: SpaceRequest, version: UUID) -> HttpResponse:
    """A published version, from end to end: it never changes any more."""
    row = find_usable(request.space.organisation, version)
    if row is None:
        raise Http404
    words = vocabulary_of(request.space.organisation, translation.get_language() or "fr")
    referential = read_referential(row)
    base = read_referential(row.base_id) if row.base_id else None
    ours = row.referential.owner_id == request.space.organisation.pk
    context = {
        "version": row,
        "referential": referential,
        "base": base,
        "tree": draw_published(referential, row.content if base else {}, base, words),
        "ours": ours,
        "newer": newer_base(row, request.space.organisation) if ours else None,
        "words": words,
        "section": "house",
    }
    return render(request, "referentials/guide_version.html", context)


@require_POST
@member_view(WRITE_GUIDES)
def next_version(request: SpaceRequest, version: UUID) -> HttpResponse:
    """The draft of the next version; the one that is being written where there is one already."""
    organisation = request.space.organisation
    row = find_usable(organisation, version)
    if row is None or row.referential.owner_id != organisation.pk:
        raise Http404
    going_on = [draft for draft in drafts_of(organisation) if draft.referential_id == row.referential_id]
    if going_on:
        return redirect("referentials:draft", request.space.slug, going_on[0].pk)
    try:
        draft = open_next_version(organisation=organisation, version=row, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("referentials:guides", request.space.slug)
    messages.success(request, _("La prochaine version part de celle-ci. Celle-ci ne change pas."))
    return redirect("referentials:draft", request.space.slug, draft.pk)
