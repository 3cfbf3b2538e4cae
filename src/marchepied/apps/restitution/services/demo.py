"""The demonstration: three invented organisations, each at another moment of its cycle (content/demo)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from marchepied.apps.organisations.selectors import demo_organisations
from marchepied.apps.organisations.services import delete_organisation
from marchepied.apps.restitution.services._demo_data import read_story
from marchepied.apps.restitution.services._demo_stage import live_story
from marchepied.core.mail import hold_back

# The first one's pilot is the pilot of the demonstration, and has a role in the others too.
STORIES = ("etabli-des-saules.yaml", "mutuelle-des-mariniers.yaml", "amis-du-lavoir.yaml")


def load_demo(*, today: date | None = None, by: Any = None) -> list[Any]:
    """The organisations of the demonstration, made if there is none yet (one query otherwise).

    They are lived through the services of every app, then dated from `today` (the day itself by default).
    The same each time, except for ids, random keys and codes. Nobody is written to. Raises GuideMissingError
    in a database without the guide.
    """
    if existing := demo_organisations():
        return existing
    day = today or timezone.localdate()
    held_back = hold_back("the people of the demonstration are invented")
    with transaction.atomic(), translation.override("fr"), held_back:
        return [live_story(read_story(name), day) for name in STORIES]


@transaction.atomic
def delete_demo(*, by: Any = None) -> int:
    """Delete the organisations of the demonstration with all they hold; how many there were.

    Their people keep their accounts: a visitor may be signed in as one of them.
    """
    organisations = demo_organisations()
    for organisation in organisations:
        delete_organisation(organisation=organisation, typed_name=organisation.name, by=by)
    return len(organisations)
