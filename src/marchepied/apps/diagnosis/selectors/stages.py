"""Where several organisations stand, in one sentence each, for whoever follows them from one page."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.models import Cycle, OwnAnswer, Position, Release
from marchepied.apps.participation.enums import RoundState
from marchepied.engines.documents.typography import format_date


def stages_in_scope() -> dict[UUID, str]:
    """One sentence for each organisation of the scope that has a cycle (one query whatever their number).

    The running cycle speaks; without one, the last that ended.
    """
    rows = Cycle.objects.select_related("round").annotate(
        answered=Sum("round__calls__answered_count"),
        has_own=Exists(OwnAnswer.objects.filter(cycle=OuterRef("pk"))),
        has_release=Exists(Release.objects.filter(cycle=OuterRef("pk"))),
        has_position=Exists(Position.objects.filter(cycle=OuterRef("pk"))),
    )
    stages: dict[UUID, str] = {}
    for cycle in rows.order_by(
        "state", "started_on", "pk"
    ):  # finished first: the running one has the last word
        stages[cycle.organisation_id] = " ".join(filter(None, (_say_stage(cycle), _say_date(cycle))))
    return stages


def _say_date(cycle: Any) -> str:
    if cycle.state == CycleState.FINISHED or cycle.assembly_on is None:
        return ""
    return _("Assemblée le %(day)s.") % {"day": format_date(cycle.assembly_on, get_language() or "fr")}


def _say_stage(cycle: Any) -> str:
    if cycle.state == CycleState.FINISHED:
        return _("La dernière démarche est terminée.")
    if cycle.has_position:
        return _("Des décisions sont prises ; il reste à en rendre compte.")
    if cycle.has_release:
        return _("Les avis sont là ; il reste à en parler ensemble.")
    state = cycle.round.state if cycle.round else ""
    if state == RoundState.OPEN:
        count = cycle.answered or 0
        sentence = ngettext(
            "Les groupes répondent : %(count)s réponse.", "Les groupes répondent : %(count)s réponses.", count
        )
        return sentence % {"count": count}
    if state == RoundState.CLOSED:
        return _("Le questionnaire est clos ; il reste à regarder les avis.")
    if cycle.has_own:
        return _("L’organisation dit où elle en est.")
    return _("La démarche commence.")
