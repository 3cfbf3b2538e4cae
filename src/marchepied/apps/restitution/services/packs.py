"""Making packs, and telling those who answered what became of it."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from marchepied.apps.participation.services import publish_reply
from marchepied.apps.restitution.compute import build_pack, build_sheet
from marchepied.apps.restitution.models import Pack
from marchepied.apps.restitution.selectors import count_packs
from marchepied.core.audit import record
from marchepied.engines.documents import Result, StaffSheet

LANGUAGES = ("fr", "en")


@transaction.atomic
def make_pack(*, cycle: Any, language: str, by: Any) -> Pack:
    """Keep an edition of the pack as the cycle stands now; it prints the same for ever."""
    content = asdict(build_pack(cycle, language))
    pack = Pack.objects.create(
        organisation=cycle.organisation,
        cycle=cycle,
        number=count_packs(cycle) + 1,
        language=language,
        content=json.loads(json.dumps(content, cls=DjangoJSONEncoder)),
        by=by,
    )
    record("pack.made", pack, by=by, number=pack.number)
    return pack


@transaction.atomic
def publish_staff_sheet(*, cycle: Any, by: Any) -> Any:
    """Show the sheet at the links by which people answered, in both languages; replaces a former one.

    Raises ValidationError when nobody was asked, or while people still answer.
    """
    if cycle.round is None:
        raise ValidationError(
            _("Aucun groupe n’a été appelé à répondre : imprimez la page, ou lisez-la en réunion.")
        )
    content = {language: _describe_reply(build_sheet(cycle, language), language) for language in LANGUAGES}
    return publish_reply(round=cycle.round, content=content, by=by)


def _describe_reply(sheet: StaffSheet, language: str) -> dict[str, Any]:
    """The sheet as the participants' page reads it."""
    with translation.override(language):
        paragraphs = [sheet.thanks] if sheet.thanks else []
        parts = [
            (_("Ce que nous avons entendu"), _join_results(sheet.results)),
            (_("Là où nous ne voyons pas la même chose"), _join_results(sheet.differences)),
            (_("Ce qu’on a décidé"), sheet.decisions),
            (_("Et maintenant"), sheet.next_steps),
        ]
        if not paragraphs and not any(lines for _title, lines in parts):
            paragraphs = [_("Nous avons bien lu vos réponses. Nous en parlerons ensemble.")]
        return {
            "title": _("Ce que vous avez dit, ce qui va suivre"),
            "paragraphs": paragraphs,
            "parts": [{"title": title, "lines": list(lines)} for title, lines in parts if lines],
        }


def _join_results(results: Iterable[Result]) -> list[str]:
    return [" ".join(filter(None, (result.question, result.sentence))) for result in results]
