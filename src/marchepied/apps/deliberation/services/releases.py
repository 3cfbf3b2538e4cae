"""Showing results: a stored release, never a live total."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.deliberation.compute.release import ENGINE_VERSION, PARAMETERS, build_release
from marchepied.apps.deliberation.enums import Phase
from marchepied.apps.deliberation.models import Release, Topic
from marchepied.apps.deliberation.selectors.topics import stage_of
from marchepied.core.audit import record


@transaction.atomic
def make_release(*, topic: Topic, by: Any, closing: bool = False) -> Release:
    """Store what may be shown now of the votes deposited.

    At the end of the vote (`closing`), or during it once ten people have finished, then each time five more
    have. Raises ValidationError with what lacks.
    """
    stage = stage_of(topic)
    if not closing:
        if topic.phase != Phase.VOTE:
            raise ValidationError(_("Un résultat se montre pendant le vote, ou à sa fin."))
        if stage.missing_voters:
            raise ValidationError(
                ngettext(
                    "Attendez qu’une personne de plus ait déposé ses votes : sinon on devinerait les siens.",
                    "Attendez que %(n)s personnes de plus aient déposé leurs votes : sinon on devinerait "
                    "les leurs.",
                    stage.missing_voters,
                )
                % {"n": stage.missing_voters}
            )
    content = build_release(topic, stage.release, closing=closing)
    release = Release.objects.create(
        organisation_id=topic.organisation_id,
        topic=topic,
        number=stage.release.number + 1 if stage.release else 1,
        closing=closing,
        voters=content["voters"],
        content=content,
        parameters=PARAMETERS,
        engine_version=ENGINE_VERSION,
    )
    record("release.made", release, by=by, number=release.number)
    return release
