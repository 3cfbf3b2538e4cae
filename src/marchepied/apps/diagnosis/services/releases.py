"""Showing crossed views: a stored release, never a live total."""

import random
from typing import Any

import numpy as np
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.compute import (
    ENGINE_VERSION,
    PARAMETERS,
    SEED,
    build_release,
    release_allowed,
)
from marchepied.apps.diagnosis.models import Cycle, Release, ReleaseFigures
from marchepied.apps.diagnosis.selectors.releases import latest_release
from marchepied.apps.participation.enums import RoundState
from marchepied.core.audit import record


@transaction.atomic
def make_release(*, cycle: Cycle, by: Any) -> Release:
    """Store what may be shown now of what people answered.

    Once the questionnaire is closed, or before that when every shown group has gained five people since the
    last release. Raises ValidationError with the reason otherwise.
    """
    if cycle.round is None or cycle.round.state == RoundState.DRAFT:
        raise ValidationError(_("Aucun groupe n’a encore été appelé à répondre."))
    previous = latest_release(cycle)
    if not release_allowed(cycle, previous):
        raise ValidationError(_refusal(cycle, previous))
    closing = cycle.round.state == RoundState.CLOSED
    content = build_release(
        cycle, previous, closing=closing, rng=random.SystemRandom(), dealer=np.random.default_rng(SEED)
    )
    figures = {row["id"]: row.pop("indices") for row in content["questions"]}
    release = Release.objects.create(
        organisation=cycle.organisation,
        cycle=cycle,
        number=previous.number + 1 if previous else 1,
        content=content,
        parameters=PARAMETERS,
        engine_version=ENGINE_VERSION,
    )
    ReleaseFigures.objects.bulk_create(
        ReleaseFigures(
            organisation=cycle.organisation, release=release, question_id=question_id, indices=indices
        )
        for question_id, indices in figures.items()
    )
    record("release.made", release, by=by, number=release.number)
    return release


def _refusal(cycle: Cycle, previous: Release | None) -> str:
    if cycle.round is not None and cycle.round.state == RoundState.CLOSED:
        return _("Les avis sont déjà montrés : le questionnaire est clos, rien n’a changé depuis.")
    if previous is None:
        return _(
            "Les avis se montrent une fois le questionnaire clos : des résultats suivis en direct "
            "laisseraient deviner qui vient de répondre."
        )
    return _("Attendez qu’au moins cinq personnes de plus aient répondu dans chaque groupe, ou la clôture.")
