"""Telling those who answered what became of it, at the link by which they answered."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from marchepied.apps.participation.services import publish_reply
from marchepied.apps.restitution.compute.followup import describe_reply

LANGUAGES = ("fr", "en")


@transaction.atomic
def publish_staff_sheet(*, cycle: Any, by: Any) -> Any:
    """Show at their link what people said and what became of it, in both languages; replaces a former page.

    The page then stays as it is until it is published again: telling is somebody's act.
    Raises ValidationError when nobody was asked, or while people still answer.
    """
    if cycle.round is None:
        raise ValidationError(
            _("Aucun groupe n’a été appelé à répondre : imprimez la page, ou lisez-la en réunion.")
        )
    content = {language: describe_reply(cycle, language) for language in LANGUAGES}
    return publish_reply(round=cycle.round, content=content, by=by)
