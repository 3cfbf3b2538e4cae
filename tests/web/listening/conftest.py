"""A house with both registers open, its pilot signed in, and somebody without an account."""

from typing import Any

import pytest
from django.core.cache import cache

from marchepied.apps.listening.selectors.registers import code_of
from marchepied.apps.organisations.enums import Role
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.conftest import StrictClient
from tests.factories.listening import envelope, open_one
from tests.factories.networks import pilot_of
from tests.factories.organisations import MembershipFactory, OrganisationFactory


@pytest.fixture(autouse=True)
def forget_paces(db):
    """What was counted of one place in a test is not counted in the next."""
    cache.clear()


@pytest.fixture
def house(db):
    load_shipped_referentials()
    organisation = OrganisationFactory(name="La Ressourcerie", slug="ressourcerie")
    organisation.pilot = pilot_of(organisation)
    with scope(organisation):
        yield organisation


@pytest.fixture
def complaints(house):
    return open_one(house, "complaints")


@pytest.fixture
def ideas(house):
    return open_one(house, "ideas", answer_days=60)


@pytest.fixture
def pilot(house):
    """The pilot's browser."""
    browser = StrictClient()
    browser.force_login(house.pilot)
    return browser


@pytest.fixture
def member(house):
    """Signs a member of another role in."""

    def enter(role: Role) -> StrictClient:
        browser = StrictClient()
        browser.force_login(MembershipFactory(organisation=house, role=role).person)
        return browser

    return enter


@pytest.fixture
def tell(client, complaints):
    """Sends the page where one tells what went wrong."""

    def send(what: str = "Le café est froid.", seconds: int = 60, **more: Any) -> Any:
        data = {"what": what, **envelope(seconds, more.pop("nonce", "")), **more}
        return client.post(f"/dire/{code_of(complaints)}/", data)

    return send


@pytest.fixture
def suggest(client, ideas):
    """Sends the page where one proposes an idea."""

    def send(title: str = "Un banc à l’ombre", seconds: int = 60, **more: Any) -> Any:
        data = {"title": title, **envelope(seconds, more.pop("nonce", "")), **more}
        return client.post(f"/idees/{code_of(ideas)}/proposer/", data)

    return send
