"""What a decision serves: said from the list of decisions, or from the page of coherence."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.rules import RUN_WORKSHOP
from marchepied.apps.diagnosis.selectors.positions import find_position
from marchepied.apps.diagnosis.services.positions import point_to
from marchepied.apps.organisations.selectors import Project, project_of
from marchepied.web.diagnosis.finding import cycle_or_404
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.serving import ServesForm


@require_POST
@member_view(RUN_WORKSHOP)
def serve(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """Say what a decision serves; a group of boxes that the page did not show stays as it was."""
    row = cycle_or_404(request, cycle)
    position = find_position(row, question_id)
    if position is None:
        raise Http404
    from_coherence = request.POST.get("back") == "coherence"
    project = project_of(request.space.organisation)
    form = ServesForm(request.POST, project=Project(project.purposes) if from_coherence else project)
    if form.is_valid():
        chosen = form.chosen()
        if from_coherence:
            chosen = Project(chosen.purposes, list(position.activities.all()))
        point_to(position=position, project=chosen, by=request.user)
        messages.success(request, _("C’est noté."))
    else:
        messages.error(request, _("Une de ces phrases n’est plus dans votre projet : rechargez la page."))
    if from_coherence:
        return redirect(reverse("plans:coherence", args=[request.space.slug]) + "#decisions-sans-raison")
    return redirect(
        reverse("diagnosis:positions", args=[request.space.slug, row.pk]) + f"#decision-{question_id}"
    )
