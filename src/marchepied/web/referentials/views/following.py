"""An addition goes on to another version of its guide: what changes first, then once it is confirmed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from marchepied.apps.referentials.rules import WRITE_GUIDES
from marchepied.apps.referentials.selectors import newer_base, plan_new_base
from marchepied.apps.referentials.services import follow_base
from marchepied.web.referentials.writing.finding import Desk, with_desk
from marchepied.web.referentials.writing.following import FollowForm, tell_new_base
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data


@member_view(WRITE_GUIDES)
@with_desk
def follow(request: SpaceRequest, desk: Desk) -> HttpResponse:
    """What the new version changes, where goes what hangs nowhere any more; nothing is written before."""
    version = newer_base(desk.draft, desk.organisation)
    if version is None:
        messages.info(request, _("Vos ajouts suivent la dernière version de leur guide."))
        return redirect("referentials:draft", request.space.slug, desk.draft.pk)
    planned = plan_new_base(desk.draft, version)
    form = FollowForm(posted_data(request), desk=desk, planned=planned)
    if form.is_bound and form.is_valid():
        try:
            follow_base(
                draft=desk.draft,
                version=version,
                choices=form.choices(),
                revision=form.cleaned_data["revision"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Vos ajouts suivent la nouvelle version. Vous pouvez annuler."))
            return redirect("referentials:draft", request.space.slug, desk.draft.pk)
    context = {
        "draft": desk.draft,
        "base": desk.base,
        "version": version,
        "form": form,
        "told": tell_new_base(planned, desk.draft.content, desk),
        "words": desk.words,
        "section": "house",
    }
    return render(request, "referentials/draft_follow.html", context)
