"""A cooperative that looks at theme 5 of the guide, and has an ISO 9001 certificate or may have one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from marchepied.apps.diagnosis.enums import DeclaredKind, Depth
from marchepied.apps.diagnosis.services.cycles import start_cycle
from marchepied.apps.diagnosis.services.elsewhere import DeclaredContent, declare
from marchepied.apps.evidence.services import add_link
from marchepied.apps.organisations.enums import LegalForm, Sector
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import OrganisationFactory

# Of the thirteen questions of theme 5, what a whole ISO 9001 answers.
WHOLE = ["t5-do-more", "t5-relevance"]
PARTLY = ["t5-follow-up", "t5-needs-today", "t5-quality"]


def full_theme(**more: Any) -> Any:
    """A running cycle on the thirteen questions of theme 5."""
    load_shipped_referentials()
    profile = {"legal_form": LegalForm.COOPERATIVE_SCIC, "sector": Sector.INSERTION} | more
    organisation = OrganisationFactory(**profile)
    with scope(organisation):
        return start_cycle(organisation=organisation, axis_ids=["theme-5"], depth=Depth.FULL, by=None)


def have_elsewhere(organisation: Any, *, by: Any) -> Any:
    """An ISO 9001 certificate with its document, and another that has ended; the first one."""
    today = timezone.localdate()
    iso = DeclaredContent(
        kind=DeclaredKind.CERTIFICATION,
        title="ISO 9001",
        standard_id="iso-9001",
        label_id="iso-9001",
        scope="L’atelier",
        obtained_on=today - timedelta(300),
        valid_until=today + timedelta(600),
    )
    ended = replace(iso, title="Qualiopi", standard_id="qualiopi", label_id="qualiopi")
    ended = replace(ended, valid_until=today - timedelta(1))
    link = add_link(organisation=organisation, url="https://exemple.fr/iso", title="Certificat", by=by)
    declare(organisation=organisation, content=ended, by=by)
    return declare(organisation=organisation, content=iso, evidence={link.pk}, by=by)
