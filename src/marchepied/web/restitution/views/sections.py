"""Writing a section of the pack in own words."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from marchepied.apps.organisations.enums import Right
from marchepied.apps.restitution import selectors, services
from marchepied.apps.restitution.compute import ArrangedSection, arrange_pack
from marchepied.web.restitution.finding import current_language, cycle_or_404
from marchepied.web.restitution.forms import SectionForm
from marchepied.web.shared.access import SpaceRequest, member_view

# Figures are mended where they are made, not in the document.
SOURCES = {
    "state": "diagnosis:questions",
    "differ": "diagnosis:crossed",
    "decisions": "diagnosis:workshop",
    "votes": "plans:votes",
    "plan": "plans:plan",
    "coherence": "plans:coherence",
    "deliberation": "deliberation:topics",
    "indicators": "plans:indicators",
    "learned": "plans:reviews",
    "listening": "listening:registers",
    "surveys": "listening:surveys",
    "minutes": "restitution:assembly",
}


@member_view(Right.FACILITATE)
def section(request: SpaceRequest, cycle: UUID, section_key: str) -> HttpResponse:
    """One section to correct: the text proposed is the starting point, figures stay as they are."""
    found = cycle_or_404(request, cycle)
    language = current_language()
    arranged = arrange_pack(found, language).find(section_key)
    if arranged is None:
        raise Http404
    entry = selectors.entries_of(selectors.draft_of(found)).get(section_key, {})
    written = entry.get("text", {}).get(language, {})
    form = SectionForm(
        request.POST or None, arranged=arranged, written=written, read_at=selectors.read_mark(entry)
    )
    other: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.write_section(
                cycle=found,
                key=section_key,
                language=language,
                title=form.cleaned_data.get("title", ""),
                texts=form.texts(),
                read_at=form.cleaned_data["read_at"],
                by=request.user,
            )
        except services.ChangedMeanwhileError as changed:
            other = _describe_other(changed.entry, language)
            form = form.with_mark(selectors.read_mark(changed.entry))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("« %(title)s » est corrigée.") % {"title": form.current_title()})
            return redirect(_pack_at(request, found, section_key))
    context = {
        "section": "cycle",
        "cycle": found,
        "arranged": arranged,
        "form": form,
        "other": other,
        "fields": form.describe_parts(arranged, written, other),
        "source": _find_source(request, found, section_key),
    }
    return render(request, "restitution/pack_section.html", context, status=409 if other else 200)


def _describe_other(entry: Any, language: str) -> dict[str, Any]:
    """What somebody else wrote in between, who and when."""
    return {
        "by": entry.get("by", ""),
        "at": parse_datetime(entry.get("changed_at", "")),
        "title": entry.get("title", {}).get(language, ""),
        "texts": entry.get("text", {}).get(language, {}),
    }


def _pack_at(request: SpaceRequest, cycle: Any, key: str) -> str:
    return f"{reverse('restitution:pack', args=[request.space.slug, cycle.pk])}#section-{key}"


def _find_source(request: SpaceRequest, cycle: Any, key: str) -> str:
    name = SOURCES.get(key, "")
    if not name:
        return ""
    of_space = name.startswith(("plans:", "listening:", "deliberation:"))
    return reverse(name, args=[request.space.slug] if of_space else [request.space.slug, cycle.pk])


@member_view(Right.FACILITATE)
def restore(request: SpaceRequest, cycle: UUID, section_key: str) -> HttpResponse:
    """Go back to the text proposed, once it is said what will be lost."""
    found = cycle_or_404(request, cycle)
    language = current_language()
    arranged: ArrangedSection | None = arrange_pack(found, language).find(section_key)
    if arranged is None:
        raise Http404
    if request.method == "POST":
        services.restore_section(cycle=found, key=section_key, language=language, by=request.user)
        messages.success(request, _("Le texte proposé est revenu."))
        return redirect(_pack_at(request, found, section_key))
    entry = selectors.entries_of(selectors.draft_of(found)).get(section_key, {})
    own = [entry.get("title", {}).get(language, ""), *entry.get("text", {}).get(language, {}).values()]
    context = {
        "section": "cycle",
        "question": _("Revenir au texte proposé ?"),
        "what": "\n\n".join(filter(None, own)),
        "hidden": {},
        "back": reverse("restitution:pack-section", args=[request.space.slug, found.pk, section_key]),
    }
    return render(request, "restitution/confirm.html", context)
