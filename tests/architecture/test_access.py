"""Every address says who may open it, and nobody from elsewhere opens any.

The list comes from the URL configuration itself: a new page is attacked without anybody thinking of it.
"""

from typing import Any

import pytest
from django.urls import reverse

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.diagnosis.services.imports import keep_pending_import
from marchepied.apps.diagnosis.services.kit import make_kit
from marchepied.apps.diagnosis.services.room import note_in_room
from marchepied.apps.evidence.models import Evidence
from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.models import Activity, MemberInvitation, Purpose, Site
from marchepied.apps.plans.models import Act, Indicator, Review
from marchepied.apps.plans.services import ActionContent, add_action, add_objective
from marchepied.apps.plans.services.imports import keep_pending_table
from marchepied.apps.plans.services.votes import prepare_vote
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.apps.restitution.services import freeze_pack
from marchepied.core.scope import scope
from tests.addresses import ADDRESSES, IN_SPACE, Address
from tests.factories.brought import bring_file
from tests.factories.deliberation import live_in_talk
from tests.factories.drafts import publish_addition, write_draft
from tests.factories.elsewhere import have_elsewhere
from tests.factories.listening import listen_all_year
from tests.factories.networks import live_in_networks
from tests.factories.organisations import MembershipFactory, PersonFactory
from tests.factories.participation import RoundCollegeFactory, RoundFactory
from tests.factories.surveys import live_in_surveys
from tests.factories.themes import live_in_themes
from tests.factories.votes import content_of

# Addresses outside any space that need a person signed in: they show that person's own rows only.
SIGNED_IN = {
    "organisations:home": "their own spaces",
    "organisations:account": "their own name and language",
    "organisations:sign-out-everywhere": "their own sessions",
    "organisations:account-delete": "their own account",
    "organisations:communes": "communes are the same for all",
    "diagnosis:start": "makes a space of their own",
    "networks:door": "whoever holds the link answers for a space that they pilot",
    "networks:readings": "the drafts that they were asked to read",
    "networks:reading": "a draft that they were asked to read, at their own address, until a date",
    "networks:reading-remark": "as above",
}


def test_every_view_says_who_may_open_it():
    silent = [address.name for address in ADDRESSES if not address.access]
    assert silent == []


def test_addresses_outside_a_space_are_public_with_a_reason_or_listed():
    outside = [address for address in ADDRESSES if "space" not in address.arguments]
    signed_in = {address.name for address in outside if address.access == "signed-in"}
    others = [
        address.name
        for address in outside
        if address.access != "signed-in" and not address.access.startswith("public:")
    ]
    assert signed_in == set(SIGNED_IN)
    assert others == []
    assert all(len(address.access) > len("public:") + 8 for address in outside if "public:" in address.access)


def test_every_address_of_a_space_asks_for_a_right():
    assert [address.name for address in IN_SPACE if not address.access.startswith("member:")] == []


@pytest.fixture
def victim(db) -> dict[str, str]:
    """One of each thing that an address may name, in an organisation that the attacker does not belong to."""
    load_shipped_referentials()
    pilot = PersonFactory()
    cycle = open_space(name="La Victime", legal_form="association", axis_id="theme-5", by=pilot)
    organisation = cycle.organisation
    with scope(organisation):
        cycle.round = RoundFactory(organisation=organisation)
        cycle.save()
        call = RoundCollegeFactory(round=cycle.round)
        evidence = Evidence.objects.create(
            organisation=organisation, title="Rapport", kind="link", url="https://exemple.fr"
        )
        return {
            "space": organisation.slug,
            "cycle": cycle.pk,
            "call": call.pk,
            "college": call.college_id,
            "evidence": evidence.pk,
            "action": add_action(cycle=cycle, content=ActionContent(title="Agir"), by=pilot).pk,
            "objective": add_objective(cycle=cycle, text="Viser", horizon=1, by=pilot).pk,
            "act": Act.objects.create(organisation=organisation, title="Saluer").pk,
            "indicator": Indicator.objects.create(organisation=organisation, key="taux", name="Taux").pk,
            "review": Review.objects.create(organisation=organisation, cycle=cycle).pk,
            "table": keep_pending_table(
                organisation=organisation,
                data=b"action\nAgir",
                file_name="plan.csv",
                what="actions",
                by=pilot,
            ).pk,
            "year": 2027,
            "vote": prepare_vote(cycle=cycle, content=content_of(), by=pilot).pk,
            "pack": freeze_pack(cycle=cycle, language="fr", by=pilot).pk,
            "purpose": Purpose.objects.create(organisation=organisation, text="Nourrir").pk,
            "activity": Activity.objects.create(organisation=organisation, text="Cuisine").pk,
            "site": Site.objects.create(organisation=organisation, name="Siège").pk,
            "member": organisation.memberships.get().pk,
            "invitation": MemberInvitation.objects.create(
                organisation=organisation, email="invitee@exemple.fr", role=Role.READER
            ).pk,
            "pending": keep_pending_import(
                organisation=organisation, data=b"groupe,q1\nA,3\n", file_name="avis.csv", by=pilot
            ).pk,
            "brought": bring_file(organisation, by=pilot).pk,
            "version": publish_addition(organisation, by=pilot).pk,
            **dict(zip(("draft", "item"), name_draft(organisation, pilot), strict=True)),
            **live_in_networks(organisation),
            **listen_all_year(organisation),
            **live_in_themes(organisation),
            **live_in_talk(organisation, pilot),
            **live_in_surveys(organisation, pilot),
            "kit": make_kit(cycle=cycle, by=pilot).pk,
            "minute": note_in_room(cycle=cycle, question_id="", kind="note", text="Entre nous", by=pilot).pk,
            "key": cycle.steps.first().key,
            "label": "iso-9001",
            "standard": "iso-9001",
            "declared": have_elsewhere(organisation, by=pilot).pk,
            "question_id": cycle.question_ids[0],
            "section_key": "plan",
            "practice_id": "t5-ex-idea-mine",
        }


def name_draft(organisation, pilot):
    """A draft and one of its items, as addresses name them."""
    draft, item_id = write_draft(organisation, by=pilot)
    return draft.pk, item_id


@pytest.fixture
def attacker(client):
    """A pilot of another organisation."""
    membership = MembershipFactory(role=Role.PILOT)
    client.force_login(membership.person)
    return membership


def address_of(address: Address, known: dict[str, Any]) -> str:
    unknown = [name for name in address.arguments if name not in known]
    assert not unknown, f"{address.name}: add {unknown} to the fixture `victim`, so that it is attacked"
    return reverse(address.name, kwargs={name: known[name] for name in address.arguments})


def answers_other_than_404(client, address: Address, known: dict[str, Any]) -> list[tuple[str, int]]:
    """405 is fine too: the address takes only a POST (or only a GET) and does not even look at who asks."""
    url = address_of(address, known)
    codes = [response.status_code for response in (client.get(url), client.post(url))]
    return [(address.name, code) for code in codes if code not in {404, 405}]


def test_a_member_of_another_organisation_gets_404_everywhere(victim, attacker, client):
    opened = []
    for address in IN_SPACE:
        opened += answers_other_than_404(client, address, victim)
    assert opened == []


def test_ids_of_another_organisation_are_not_found_in_ones_own_space(victim, attacker, client):
    own = {**victim, "space": attacker.organisation.slug}
    opened = []
    for address in IN_SPACE:
        if set(address.arguments) <= {
            "space",
            "key",
            "question_id",
            "year",
            "practice_id",
            "label",
            "standard",
        }:
            continue
        opened += answers_other_than_404(client, address, own)
    assert opened == []


def test_nobody_signed_out_opens_a_space(victim, client):
    opened = []
    for address in IN_SPACE:
        response = client.get(address_of(address, victim))
        sent_away = response.status_code == 302 and response["Location"].startswith(reverse("public:sign-in"))
        if not sent_away and response.status_code != 405:
            opened.append((address.name, response.status_code))
    assert opened == []
