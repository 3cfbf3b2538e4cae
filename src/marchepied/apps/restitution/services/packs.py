"""Freezing editions of the pack."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.restitution.compute.document import build_document
from marchepied.apps.restitution.models import Pack, Signature
from marchepied.apps.restitution.selectors.packs import fingerprint_pack, next_number
from marchepied.core.audit import record
from marchepied.engines.documents import Signatory, describe_plainly

MOST_SIGNATORIES = 12


@transaction.atomic
def freeze_pack(
    *, cycle: Any, language: str, signatories: Sequence[Signatory] = (), on: date | None = None, by: Any
) -> Pack:
    """Keep the pack as it would be printed now, with its day and who signs it: it never changes again.

    `on` is today unless the edition is older. Signatories are officers, typed by hand, never people who
    answered. An edition that would say the same as the last one is that one. Raises ValidationError, with
    the row's number, for a signatory without a name or who signs on a day to come, or for too many.
    """
    now = timezone.now()
    day = on or timezone.localdate(now)
    _check_signatories(signatories)
    signatories = [Signatory(**_without_nulls(_describe(signatory))) for signatory in signatories]
    content = _without_nulls(describe_plainly(build_document(cycle, language, issued_on=day)))
    same = _find_same(cycle, content, day, signatories)
    if same is not None:
        return same
    number = next_number(cycle)
    frozen_at = now if on is None else timezone.make_aware(datetime.combine(day, time(12)))
    pack = Pack.objects.create(
        organisation=cycle.organisation,
        cycle=cycle,
        number=number,
        language=language,
        content=content,
        frozen_at=frozen_at,
        made_at=frozen_at,
        fingerprint=fingerprint_pack(content, number, language, day, list(signatories)),
        by=by,
    )
    Signature.objects.bulk_create(
        Signature(organisation=cycle.organisation, pack=pack, position=place, **_describe(signatory))
        for place, signatory in enumerate(signatories)
    )
    record("pack.frozen", pack, by=by, number=number, fingerprint=pack.fingerprint)
    return pack


def _find_same(cycle: Any, content: Any, day: date, signatories: Sequence[Signatory]) -> Pack | None:
    """The last edition, when it says the same that day with the same signatories: a button pressed twice."""
    last = Pack.objects.filter(cycle=cycle).prefetch_related("signatures").first()
    if last is None or last.frozen_at is None or last.content != content:
        return None
    signed = [Signatory(row.name, row.quality, row.signed_on) for row in last.signatures.all()]
    return last if timezone.localdate(last.frozen_at) == day and signed == list(signatories) else None


def _describe(signatory: Signatory) -> dict[str, Any]:
    return {"name": signatory.name, "quality": signatory.quality, "signed_on": signatory.signed_on}


def _check_signatories(signatories: Sequence[Signatory]) -> None:
    if len(signatories) > MOST_SIGNATORIES:
        raise ValidationError(_("%(most)s signatures au plus.") % {"most": MOST_SIGNATORIES})
    for row, signatory in enumerate(signatories, start=1):
        if not signatory.name.strip():
            raise ValidationError(_("Ligne %(row)s : écrivez le nom de qui signe.") % {"row": row})
        if signatory.signed_on is not None and signatory.signed_on > timezone.localdate():
            raise ValidationError(
                _("Ligne %(row)s : on signe aujourd’hui ou avant. Laissez la date vide pour la main.")
                % {"row": row}
            )


def _without_nulls(value: Any) -> Any:
    """The same content without the sign that no database stores."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items()}
    return value
