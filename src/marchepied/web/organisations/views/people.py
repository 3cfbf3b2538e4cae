"""The people of a space."""

from uuid import UUID

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from marchepied.apps.organisations import selectors, services
from marchepied.apps.organisations.enums import Right, Role
from marchepied.apps.organisations.rules import is_current, is_open
from marchepied.web.organisations.forms import InviteForm, RoleForm
from marchepied.web.shared.access import SpaceRequest, member_view, public_view

TOO_MANY = gettext_lazy("Beaucoup d’invitations sont parties en peu de temps. Reprenez dans une heure.")


@member_view(Right.READ)
def people(request: SpaceRequest) -> HttpResponse:
    """Who is there, in which role; addresses and invitations are for pilots."""
    organisation = request.space.organisation
    members = selectors.people_of(organisation)
    context = {
        "section": "house",
        "members": [(member, is_current(member)) for member in members],
        "alone": selectors.lacks_key_holder(organisation),
        "invitations": [
            (invitation, is_open(invitation)) for invitation in selectors.open_invitations_of(organisation)
        ]
        if request.space.may_pilot
        else [],
    }
    return render(request, "organisations/people.html", context)


@member_view(Right.PILOT)
def invite(request: SpaceRequest) -> HttpResponse:
    """Invite somebody by mail."""
    asked = request.GET.get("role", "")
    form = InviteForm(request.POST or None, initial={"role": asked if asked in Role.values else ""})
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="invite_member"):
            form.add_error(None, TOO_MANY)
            return show_form(request, "organisations/invite.html", form)
        try:
            invitation = services.invite_member(
                organisation=request.space.organisation,
                email=form.cleaned_data["email"],
                role=form.cleaned_data["role"],
                until=form.ends(),
                by=request.user,
            )
        except ValidationError as refusal:
            form.add_error(None if hasattr(refusal, "error_dict") else "email", refusal)
        else:
            messages.success(
                request, _("L’invitation part à %(email)s. Elle vaut 14 jours.") % {"email": invitation.email}
            )
            return redirect("organisations:people", request.space.slug)
    return show_form(request, "organisations/invite.html", form)


@member_view(Right.PILOT)
@require_POST
def invitation_resend(request: SpaceRequest, invitation: UUID) -> HttpResponse:
    """Send the link of an invitation again."""
    found = selectors.find_invitation(request.space.organisation, invitation)
    if found is None:
        raise Http404
    if not ratelimit.consume(request, action="invite_member"):
        messages.warning(request, TOO_MANY)
        return redirect("organisations:people", request.space.slug)
    try:
        services.invite_member(
            organisation=request.space.organisation,
            email=found.email,
            role=found.role,
            until=found.until,
            by=request.user,
        )
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("L’invitation repart à %(email)s.") % {"email": found.email})
    return redirect("organisations:people", request.space.slug)


@member_view(Right.PILOT)
@require_POST
def invitation_withdraw(request: SpaceRequest, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    found = selectors.find_invitation(request.space.organisation, invitation)
    if found is None:
        raise Http404
    services.withdraw_invitation(invitation=found, by=request.user)
    messages.success(request, _("L’invitation est annulée : son lien n’ouvre plus rien."))
    return redirect("organisations:people", request.space.slug)


@member_view(Right.PILOT)
def member(request: SpaceRequest, member: UUID) -> HttpResponse:
    """Change the role of a member."""
    found = selectors.find_member(request.space.organisation, member)
    if found is None:
        raise Http404
    form = RoleForm(request.POST or None, initial={"role": found.role, "until": found.until})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(
                membership=found, role=form.cleaned_data["role"], until=form.ends(), by=request.user
            )
        except ValidationError as refusal:
            form.add_error(None if hasattr(refusal, "error_dict") else "role", refusal)
        else:
            messages.success(request, _("C’est noté."))
            if found.person_id == request.user.pk and found.role != Role.PILOT:
                return redirect("organisations:home")
            return redirect("organisations:people", request.space.slug)
    return show_form(request, "organisations/member.html", form, member=found)


@member_view(Right.PILOT)
def member_remove(request: SpaceRequest, member: UUID) -> HttpResponse:
    """Remove a member, after a page that asks."""
    found = selectors.find_member(request.space.organisation, member)
    if found is None:
        raise Http404
    return remove(request, found, "organisations:people")


@member_view(Right.READ)
def leave(request: SpaceRequest) -> HttpResponse:
    """Leave the space, after a page that asks."""
    return remove(request, request.space.membership, "organisations:home")


def remove(request: SpaceRequest, membership: object, then: str) -> HttpResponse:
    leaving = membership.person_id == request.user.pk  # type: ignore[attr-defined]
    refused = ""
    if request.method == "POST":
        try:
            services.remove_member(membership=membership, by=request.user)  # type: ignore[arg-type]
        except ValidationError as refusal:
            refused = " ".join(refusal.messages)
        else:
            messages.success(request, _("C’est fait. Ce qui a été écrit reste dans l’espace."))
            return redirect("organisations:home") if leaving else redirect(then, request.space.slug)
    context = {"section": "house", "member": membership, "leaving": leaving, "refused": refused}
    return render(request, "organisations/member_remove.html", context, status=422 if refused else 200)


@public_view("the link was sent to somebody who may have no access yet")
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: only on POST, only with the address it was sent to."""
    found = selectors.find_invitation_by_token(token)
    if found is None or not is_open(found):
        return render(request, "organisations/invitation_gone.html", status=404)
    email = getattr(request.user, "email", "")
    mine = email.lower() == found.email.lower()
    if request.method == "POST" and mine:
        try:
            services.accept_invitation(invitation=found, by=request.user)  # type: ignore[arg-type]
        except ValidationError:
            return render(request, "organisations/invitation_gone.html", status=404)
        messages.success(
            request, _("Bienvenue dans l’espace « %(name)s ».") % {"name": found.organisation.name}
        )
        return redirect("diagnosis:home", found.organisation.slug)
    return render(
        request, "organisations/invitation.html", {"invitation": found, "mine": mine, "email": email}
    )


def show_form(request: SpaceRequest, template: str, form: object, **context: object) -> HttpResponse:
    status = 422 if getattr(form, "errors", None) else 200
    return render(request, template, {"section": "house", "form": form, **context}, status=status)
