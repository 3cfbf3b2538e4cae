"""The house: what is known of the organisation, asked when it is needed."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marchepied.apps.organisations import selectors, services
from marchepied.apps.organisations.enums import Right
from marchepied.apps.places.selectors import search_communes
from marchepied.engines.referential import word_text
from marchepied.web.organisations.forms import LinesForm, ProfileForm, SiteForm, TypedNameForm, WordsForm
from marchepied.web.shared.access import SpaceRequest, member_view, signed_in_view

EXAMPLE = {
    "fr": "Les {members} se réunissent en {assembly}, élisent {the_board} et décident de ce que "
    "{the_organisation} fera pour les {users}.",
    "en": "The {members} meet in {assembly}, elect {the_board} and decide what {the_organisation} will do "
    "for the {users}.",
}


@member_view(Right.READ)
def house(request: SpaceRequest) -> HttpResponse:
    """What is known, what can be added, who is there."""
    organisation = request.space.organisation
    people = selectors.people_of(organisation)
    context = {
        "section": "house",
        "organisation": organisation,
        "sites": selectors.sites_of(organisation),
        "purposes": selectors.purposes_of(organisation),
        "activities": selectors.activities_of(organisation),
        "people": people,
        "alone": selectors.lacks_key_holder(organisation),
        "example": show_example(selectors.vocabulary_of(organisation, read_language())),
    }
    return render(request, "organisations/house.html", context)


@member_view(Right.FACILITATE)
def profile(request: SpaceRequest) -> HttpResponse:
    """Change what the organisation is."""
    organisation = request.space.organisation
    form = ProfileForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        services.update_profile(organisation=organisation, by=request.user, **form.changes())
        messages.success(request, _("C’est noté."))
        return redirect("organisations:house", request.space.slug)
    return show_form(request, "organisations/profile.html", form)


@member_view(Right.FACILITATE)
def lines(request: SpaceRequest) -> HttpResponse:
    """Say what the organisation exists for and what it does."""
    organisation = request.space.organisation
    if request.method == "POST":
        form = LinesForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            services.set_purposes(organisation=organisation, texts=data["purposes"], by=request.user)
            services.set_activities(organisation=organisation, texts=data["activities"], by=request.user)
            messages.success(request, _("C’est noté."))
            return redirect("organisations:house", request.space.slug)
    else:
        form = LinesForm(
            initial={
                "purposes": "\n".join(line.text for line in selectors.purposes_of(organisation)),
                "activities": "\n".join(line.text for line in selectors.activities_of(organisation)),
            }
        )
    return show_form(request, "organisations/lines.html", form)


@member_view(Right.FACILITATE)
def words(request: SpaceRequest) -> HttpResponse:
    """Choose the organisation's own words, used on all its pages."""
    organisation = request.space.organisation
    form = WordsForm(request.POST or None, legal_form=organisation.legal_form, own=organisation.vocabulary)
    if request.method == "POST" and form.is_valid():
        services.set_vocabulary(organisation=organisation, words=form.words(), by=request.user)
        messages.success(request, _("Vos mots sont en place sur toutes vos pages."))
        return redirect("organisations:house", request.space.slug)
    vocabulary = selectors.vocabulary_of(organisation, read_language())
    return show_form(request, "organisations/words.html", form, example=show_example(vocabulary))


@member_view(Right.FACILITATE)
def words_example(request: SpaceRequest) -> HttpResponse:
    """The example sentence with the words being typed; stores nothing."""
    organisation = request.space.organisation
    form = WordsForm(request.GET, legal_form=organisation.legal_form, own={})
    own = form.words() if form.is_valid() else organisation.vocabulary
    vocabulary = selectors.word_choices(organisation.legal_form, own, read_language())
    return JsonResponse({"text": show_example(vocabulary)})


@member_view(Right.FACILITATE)
def site_add(request: SpaceRequest) -> HttpResponse:
    """Add a place."""
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        commune = form.cleaned_data["commune"]
        services.add_site(
            organisation=request.space.organisation,
            name=form.cleaned_data["name"],
            commune_id=commune.pk if commune else None,
            by=request.user,
        )
        messages.success(request, _("Le lieu est ajouté."))
        return redirect("organisations:house", request.space.slug)
    return show_form(request, "organisations/site.html", form, site=None)


@member_view(Right.FACILITATE)
def site_edit(request: SpaceRequest, site: UUID) -> HttpResponse:
    """Rename or move a place."""
    found = selectors.find_site(request.space.organisation, site)
    if found is None:
        raise Http404
    form = SiteForm(request.POST or None, initial={"name": found.name, "commune": found.commune})
    if request.method == "POST" and form.is_valid():
        commune = form.cleaned_data["commune"]
        services.update_site(
            site=found,
            name=form.cleaned_data["name"],
            commune_id=commune.pk if commune else None,
            by=request.user,
        )
        messages.success(request, _("C’est noté."))
        return redirect("organisations:house", request.space.slug)
    return show_form(request, "organisations/site.html", form, site=found)


@member_view(Right.FACILITATE)
def site_delete(request: SpaceRequest, site: UUID) -> HttpResponse:
    """Remove a place, after a page that asks."""
    found = selectors.find_site(request.space.organisation, site)
    if found is None:
        raise Http404
    if request.method == "POST":
        services.remove_site(site=found, by=request.user)
        messages.success(request, _("Le lieu est retiré."))
        return redirect("organisations:house", request.space.slug)
    return render(request, "organisations/site_delete.html", {"section": "house", "site": found})


@member_view(Right.PILOT)
def delete(request: SpaceRequest) -> HttpResponse:
    """Delete the space, once its name is typed again."""
    form = TypedNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation, name = request.space.organisation, request.space.organisation.name
        try:
            services.delete_organisation(
                organisation=organisation, typed_name=form.cleaned_data["typed_name"], by=request.user
            )
        except ValidationError as refusal:
            form.add_error("typed_name", refusal)
        else:
            messages.success(request, _("L’espace « %(name)s » est supprimé.") % {"name": name})
            return redirect("organisations:home")
    people = selectors.people_of(request.space.organisation)
    return show_form(request, "organisations/delete.html", form, people=people)


@signed_in_view
def communes(request: HttpRequest) -> HttpResponse:
    """The communes that fit what is typed, as JSON."""
    found = search_communes(request.GET.get("q", "")[:100])
    return JsonResponse({"communes": [{"code": commune.pk, "label": str(commune)} for commune in found]})


def read_language() -> str:
    return get_language() or "fr"


def show_example(vocabulary: dict[str, str]) -> str:
    language = read_language()
    return word_text(EXAMPLE.get(language, EXAMPLE["fr"]), language, vocabulary)


def show_form(request: SpaceRequest, template: str, form: object, **context: object) -> HttpResponse:
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, template, {"section": "house", "form": form, **context}, status=status)
