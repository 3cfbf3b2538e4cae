"""The reply to a round: what became of what people said."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.models import Reply, Round
from marchepied.core.audit import record


@transaction.atomic
def publish_reply(*, round: Round, content: dict[str, Any], by: Any) -> Reply:  # noqa: A002
    """Show what became of a closed round at the links by which people answered; replaces a former reply.

    `content` is {"fr": {"title", "paragraphs": […], "parts": [{"title", "lines"}], "followed": […],
    "others": […]}, "en": …}; French is required. `followed` and `others` tell questions one by one: what was
    asked, said, decided, and the actions that came of it.
    Raises ValidationError with a sentence.
    """
    if round.state != RoundState.CLOSED:
        raise ValidationError(_("Fermez d’abord le questionnaire : on répond quand tout le monde a parlé."))
    french = content.get("fr") or {}
    if not str(french.get("title", "")).strip():
        raise ValidationError(_("Donnez un titre à votre réponse."))
    if not any(french.get(part) for part in ("paragraphs", "parts", "followed", "others")):
        raise ValidationError(_("Écrivez au moins une phrase : ce que vous avez entendu, ou décidé."))
    reply, _created = Reply.objects.update_or_create(
        round=round,
        defaults={
            "organisation_id": round.organisation_id,
            "content": content,
            "published_at": timezone.now(),
        },
    )
    record("reply.published", reply, by=by)
    return reply
