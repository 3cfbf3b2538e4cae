"""The demonstration: three invented organisations and their federation, over three years (content/demo)."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from marchepied.apps.organisations.selectors import demo_organisations
from marchepied.apps.organisations.services import delete_organisation
from marchepied.apps.restitution.services._demo_account import give_account
from marchepied.apps.restitution.services._demo_data import read_said, read_story
from marchepied.apps.restitution.services._demo_house import Stage, Year, date_back, furnish_house, open_house
from marchepied.apps.restitution.services._demo_listening import listen_all_year
from marchepied.apps.restitution.services._demo_meeting import hold_meeting
from marchepied.apps.restitution.services._demo_network import live_network
from marchepied.apps.restitution.services._demo_plan import choose_indicators, go_on, make_plan, measure_year
from marchepied.apps.restitution.services._demo_relays import give_relays
from marchepied.apps.restitution.services._demo_surveys import hold_surveys
from marchepied.apps.restitution.services._demo_talk import talk_together
from marchepied.apps.restitution.services._demo_themes import name_themes
from marchepied.apps.restitution.services._demo_year import answer_alone, ask_colleges, begin_year
from marchepied.core.mail import hold_back
from marchepied.core.scope import scope

# The first one's pilot is the pilot of the demonstration, and has a role in the others too; the last is their
# network.
STORIES = ("etabli-des-saules", "mutuelle-des-mariniers", "amis-du-lavoir", "rives-solidaires")


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
        organisations = [_live_story(read_story(name), day) for name in STORIES]
        members = dict(zip(STORIES[:-1], organisations[:-1], strict=True))
        live_network(organisations[-1], members, read_said(f"{STORIES[-1]}/network"), day)
        return organisations


def _live_story(told: dict[str, Any], today: date) -> Any:
    """The organisation of a story, lived as far as it is told, one year after the other."""
    stage = Stage(told, today)
    open_house(stage)
    with scope(stage.organisation):
        furnish_house(stage)
        choose_indicators(stage)
        last: Year | None = None
        for year in told["years"]:
            last = _live_year(stage, year, last)
        listen_all_year(stage, last)
        give_relays(stage)
        hold_surveys(stage, last)
        name_themes(stage, last)
        talk_together(stage)
        date_back(stage.organisation, created_at=stage.moment(told["known_since"]))
    return stage.organisation


def _live_year(stage: Stage, told: dict[str, Any], last: Year | None) -> Year:
    year = begin_year(stage, told, last)
    answer_alone(year)
    ask_colleges(year)
    hold_meeting(year)
    make_plan(year)
    measure_year(year)
    give_account(year)
    go_on(year)
    return year


@transaction.atomic
def delete_demo(*, by: Any = None) -> int:
    """Delete the organisations of the demonstration with all they hold; how many there were.

    Their people keep their accounts: a visitor may be signed in as one of them.
    """
    organisations = demo_organisations()
    for organisation in organisations:
        delete_organisation(organisation=organisation, typed_name=organisation.name, by=by)
    return len(organisations)
