"""The directory of labels, each of them, and what organisations say of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.selectors.standing import standings_of
from marchepied.apps.organisations.enums import Right
from marchepied.apps.organisations.selectors import spaces_of, vocabulary_of
from marchepied.apps.referentials.compute import Value, cover_standard, read_standards
from marchepied.apps.referentials.selectors import (
    find_experience,
    guide_version,
    own_experiences,
    read_referential,
    shared_experiences,
)
from marchepied.apps.referentials.services.experiences import (
    ExperienceContent,
    delete_experience,
    save_experience,
)
from marchepied.engines.referential import Label, rank_for
from marchepied.web.labels import cards
from marchepied.web.labels.forms import ExperienceForm, LabelSearchForm
from marchepied.web.shared.access import SpaceRequest, member_view, public_view
from marchepied.web.shared.posted import posted_data

SECTION = {"section": "house"}
FIELDS = ("state", "year", "months", "useful", "heavy", "shared", "named")


@public_view("labels are for everybody to compare")
def list_labels(request: HttpRequest) -> HttpResponse:
    """The labels that fit the words and the filters of the address."""
    return render(request, "labels/labels.html", _search(request) | {"words": {}})


@public_view("labels are for everybody to compare")
def show_label(request: HttpRequest, label: str) -> HttpResponse:
    """One label: what it asks, of whom, for how long; and what others shared of it."""
    found = _find(label)
    spaces = spaces_of(request.user, Right.READ) if request.user.is_authenticated else []
    context = {
        **_describe(found),
        "spaces": spaces,
        "testimonies": [cards.tell(row) for row in shared_experiences(found.id)],
        "words": {},
    }
    return render(request, "labels/label.html", context)


@member_view(Right.READ)
def list_for_space(request: SpaceRequest) -> HttpResponse:
    """The directory with those made for this sector and form first, and what this space said of them."""
    organisation = request.space.organisation
    found = _search(request)
    if not found["asked"]:
        nearest = sorted(
            cards.directory().labels,
            key=lambda label: rank_for(label, organisation.sector, organisation.legal_form),
        )
        found["cards"] = [cards.describe(label) for label in nearest]
    ranks = [rank_for(card.label, organisation.sector, organisation.legal_form) for card in found["cards"]]
    groups = [
        (rank, [card for card, own in zip(found["cards"], ranks, strict=True) if own == rank])
        for rank in sorted(set(ranks))
    ]
    context = {**found, **SECTION, "words": {}, "groups": groups, "own": own_experiences(organisation)}
    return render(request, "labels/space_labels.html", context)


@member_view(Right.READ)
def show_for_space(request: SpaceRequest, label: str) -> HttpResponse:
    """One label, what the answers of the space already say of it, what the space and others say of it."""
    found, organisation = _find(label), request.space.organisation
    context: dict[str, Any] = {
        **_describe(found),
        **SECTION,
        "words": {},
        "own": find_experience(organisation, found.id),
        "testimonies": [cards.tell(row) for row in shared_experiences(found.id, but=organisation)],
        **(_compare(request, found) if found.framework else {}),
    }
    return render(request, "labels/space_label.html", context)


@member_view(Right.CONTRIBUTE)
def tell(request: SpaceRequest, label: str) -> HttpResponse:
    """What this space says of a label: useful, heavy, shared or not."""
    found, organisation = _find(label), request.space.organisation
    own = find_experience(organisation, found.id)
    initial = {name: getattr(own, name) for name in FIELDS} if own else {}
    form = ExperienceForm(posted_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        content = ExperienceContent(**form.cleaned_data)
        save_experience(organisation=organisation, label_id=found.id, content=content, by=request.user)
        told = (
            _("C’est enregistré, et partagé.") if content.shared else _("C’est enregistré, pour vous seuls.")
        )
        messages.success(request, told)
        return redirect("labels:space-label", request.space.slug, found.id)
    context: dict[str, Any] = {
        "form": form,
        "card": cards.describe(found),
        "own": own,
        "words": {},
        **SECTION,
    }
    return render(request, "labels/tell.html", context)


@member_view(Right.CONTRIBUTE)
def withdraw(request: SpaceRequest, label: str) -> HttpResponse:
    """Remove what this space said of a label, after a page that says what goes."""
    found, organisation = _find(label), request.space.organisation
    own = find_experience(organisation, found.id)
    if own is None:
        raise Http404
    if request.method == "POST":
        delete_experience(experience=own, by=request.user)
        messages.success(request, _("Vos mots sont retirés."))
        return redirect("labels:space-label", request.space.slug, found.id)
    context = {"card": cards.describe(found), "own": own, "words": {}, **SECTION}
    return render(request, "labels/withdraw.html", context)


def _find(label_id: str) -> Label:
    label = cards.directory().find(label_id)
    if label is None:
        raise Http404
    return label


def _search(request: HttpRequest) -> dict[str, Any]:
    shelf = cards.directory()
    form = LabelSearchForm(request.GET)
    results = shelf.search(form.wanted())
    return {
        "form": form,
        "asked": form.is_asked(),
        "cards": [cards.describe(label) for label in results.labels],
        "partial": results.partial,
        "total": len(shelf.labels),
    }


def _describe(label: Label) -> dict[str, Any]:
    return {"card": cards.describe(label), "standard": read_standards().get(label.framework)}


def _compare(request: SpaceRequest, label: Label) -> dict[str, Any]:
    """What the answers of the space say of the standard behind a label."""
    organisation = request.space.organisation
    values = {
        name: Value(standing.share or 0.0, applicable=standing.share is not None)
        for name, standing in standings_of(organisation).items()
    }
    coverage = cover_standard(label.framework, values)
    if coverage is None:
        return {}
    questions = {question.id: question for question in read_referential(guide_version()).walk_questions()}
    vocabulary = vocabulary_of(organisation, translation.get_language() or "fr")
    return {
        "coverage": coverage,
        "answered": len(values),
        "groups": cards.group_topics(coverage, questions, vocabulary),
        "there": coverage.count("there"),
        "partly": coverage.count("partly"),
    }
