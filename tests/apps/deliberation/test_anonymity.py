"""An attack on a copy of the database: who voted what? (docs/decisions/0021-deliberation.md)

Twelve and thirty people, known by their invitations, vote through the real pages one statement at a time, in
a known order; some finish, some do not. The attacker has every row of every table as the file keeps them.
"""

import random
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from marchepied.apps.deliberation.models import OpenBallot, Statement
from marchepied.apps.deliberation.services.topics import end_vote
from marchepied.apps.participation.models import Answer, Invitation
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import scope, unscoped
from tests.apps.participation.test_anonymity import SUSPECT, correlate_ranks, dump_tables
from tests.factories.deliberation import call_of, open_one
from tests.factories.organisations import OrganisationFactory
from tests.factories.participation import CollegeFactory, InvitationFactory

# Enough statements for nobody to vote like another: three votes tell who it is.
STATEMENTS = 5


@dataclass(frozen=True)
class Person:
    """Someone the attacker saw voting: their invitation, their rank, and (the secret) their votes."""

    invitation: Any
    rank: int
    votes: tuple[int, ...]
    finished: bool


@pytest.fixture
def topic(transactional_db: Any) -> Any:
    organisation = OrganisationFactory()
    with scope(organisation):
        colleges = [CollegeFactory(organisation=organisation, name=name) for name in ("Douze", "Trente")]
        return open_one(
            organisation,
            lines=[f"Phrase numéro {n} du sujet" for n in range(STATEMENTS)],
            colleges=colleges,
            single_use=True,
        )


@pytest.fixture
def people(topic: Any) -> list[Person]:
    """All of the group of twelve finish but two; all of the group of thirty but five."""
    draw = random.Random(20261128)
    seen: list[Person] = []
    for place, (size, unfinished) in enumerate(((12, 2), (30, 5))):
        with scope(topic.organisation_id):
            call = call_of(topic, place)
        invitations = [InvitationFactory(call=call) for _person in range(size + 3)]
        draw.shuffle(invitations)
        for rank, invitation in enumerate(invitations[:size]):
            votes = tuple(1 + (rank // 3**power) % 3 for power in range(STATEMENTS))
            person = Person(invitation, rank, votes, rank % (size // unfinished) != 1)
            vote(person)
            seen.append(person)
    return seen


def vote(person: Person) -> None:
    """One person votes as a browser without a script does, statement by statement."""
    browser = Client()
    url = reverse("deliberation:talk", args=[token_of(person.invitation.handle)])
    for number, choice in enumerate(person.votes, 1):
        sent = browser.post(url, {"geste": "voter", "phrase": number, "vote": choice})
        assert sent.status_code == 302
    if person.finished:
        assert browser.post(url, {"geste": "deposer"}).status_code == 302


def find_shared_values(tables: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Values that a deposited vote, or votes that wait, share with a row of another table."""
    public = {"organisation_id", "call_id", "item_id", "kind", "level", "weight", "voted", "ctid", "xmin"}
    private = {model._meta.db_table for model in (Answer, OpenBallot)}
    told = {
        str(value)
        for name in private
        for row in tables[name]
        for column, value in row.items()
        if column not in public and value is not None
    }
    return [
        f"{name}.{column} = {value}"
        for name, rows in tables.items()
        if name not in private | {"django_migrations"}
        for row in rows
        for column, value in row.items()
        if len(str(value)) > 3 and str(value) in told and column not in {"xmin", "ctid"}
    ]


def read_sheets(rows: list[dict[str, Any]]) -> dict[Any, tuple[int, ...]]:
    """The votes of each random key, by item."""
    sheets: dict[Any, dict[str, int]] = {}
    for row in rows:
        sheets.setdefault(row["respondent"], {})[row["item_id"]] = row["level"]
    return {key: tuple(sheet[item] for item in sorted(sheet)) for key, sheet in sheets.items()}


def read_orders(tables: dict[str, list[dict[str, Any]]], people: list[Person]) -> dict[str, float]:
    """p-values of the hidden orders of deposited votes, invitations and votes that wait, against that of
    voting.
    """
    rows = tables[Answer._meta.db_table]
    sheets = read_sheets(rows)
    handles = [row["handle"] for row in tables[Invitation._meta.db_table]]
    results = {}
    for call in {person.invitation.call_id for person in people}:
        group = [person for person in people if person.invitation.call_id == call and person.finished]
        ranks = np.array([person.rank for person in group])
        places: dict[tuple[int, ...], list[int]] = {}
        for place, row in enumerate(rows):
            if str(row["call_id"]).replace("-", "") == call.hex:
                places.setdefault(sheets[row["respondent"]], []).append(place)
        orders = {
            "first vote": [min(places[person.votes]) for person in group],
            "mean vote": [float(np.mean(places[person.votes])) for person in group],
            "invitation": [handles.index(person.invitation.handle) for person in group],
        }
        for what, order in orders.items():
            results[f"{what}, {len(group)} people"] = correlate_ranks(np.array(order), ranks)
    return results


def attack(people: list[Person]) -> tuple[list[str], dict[str, float]]:
    tables = dump_tables()
    telling = {what: p for what, p in read_orders(tables, people).items() if p < SUSPECT}
    return find_shared_values(tables), telling


def test_an_attack_on_a_copy_of_the_database_finds_nobody(people):
    assert attack(people) == ([], {})


def test_the_votes_that_wait_are_unreadable_and_alike(people):
    rows = dump_tables()[OpenBallot._meta.db_table]
    waiting = [person for person in people if not person.finished]
    assert len(rows) == len(waiting) == 7
    assert len({len(row["sealed"]) for row in rows}) == 1
    handles = {person.invitation.handle for person in people}
    tokens = {token_of(handle) for handle in handles}
    assert not any(word in str(row) for row in rows for word in (*handles, *tokens, "votes"))


def test_the_attack_finds_nobody_once_the_vote_has_ended(people, topic):
    with scope(topic.organisation_id):
        end_vote(topic=topic, by=None)
    everybody = [Person(person.invitation, person.rank, person.votes, True) for person in people]
    tables = dump_tables()
    assert tables[OpenBallot._meta.db_table] == []
    assert len(read_sheets(tables[Answer._meta.db_table])) == 42
    assert attack(everybody) == ([], {})
    # Those whose votes were deposited for them cannot be told from those who finished.
    used = [row["used"] for row in tables[Invitation._meta.db_table]]
    assert sum(map(bool, used)) == 35


def test_the_attacker_finds_people_when_rows_follow_each_other(people):
    """A planted fault: rows written in the order of voting."""
    with unscoped("a test plants a fault"):
        rows = list(Answer.objects.all())
        Answer.objects.all().delete()
        rank_of = {(person.votes, person.invitation.call_id): person.rank for person in people}
        sheets = read_sheets([vars(row) for row in rows])
        rows.sort(key=lambda row: (rank_of[(sheets[row.respondent], row.call_id)], row.item_id))
        for number, row in enumerate(rows, 1):
            row.pk = number
            row.save(force_insert=True)
    _values, telling = attack(people)
    assert set(telling) == {
        f"{what}, {size} people" for what in ("first vote", "mean vote") for size in (10, 25)
    }


def test_the_attacker_finds_people_when_votes_that_wait_name_their_code(people):
    """A planted fault: the hash is that of nothing but the code."""
    with unscoped("a test plants a fault"):
        row = OpenBallot.objects.order_by("id")[0]
        person = next(person for person in people if not person.finished)
        OpenBallot.objects.filter(pk=row.pk).update(digest=person.invitation.email)
    values, _telling = attack(people)
    assert values != []


def test_nothing_else_in_the_database_knows_that_someone_voted(people):
    quiet = ["core_trace", "django_session", "django_tasks_db_dbtaskresult"]
    tables = dump_tables()
    assert {name: len(tables[name]) for name in quiet if name in tables} == {
        name: 0 for name in quiet if name in tables
    }
    verbs = {row["verb"] for row in tables["core_auditentry"]}
    assert verbs == {
        "round.created",
        "topic.prepared",
        "statements.seeded",
        "round.opened",
        "menu.changed",
        "topic.moved",
    }


def test_no_row_about_votes_or_statements_has_a_time_or_an_author():
    kinds = {"DateField", "DateTimeField", "TimeField", "AutoField", "BigAutoField"}
    fields = [field for model in (OpenBallot, Statement) for field in model._meta.concrete_fields]
    assert [field.name for field in fields if field.get_internal_type() in kinds] == []
    people = {"organisations.Person", "participation.Invitation"}
    assert [f.name for f in fields if f.is_relation and f.related_model._meta.label in people] == []


def test_no_model_is_joined_to_votes_that_wait():
    pointing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model is OpenBallot
    ]
    assert pointing == []


@pytest.mark.postgres
@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="no PostgreSQL: scripts/postgres .venv/bin/python -m pytest tests/apps/deliberation",
)
def test_on_postgresql_deposited_votes_of_a_group_bear_one_number(people):
    tables = dump_tables()
    for call in {str(person.invitation.call_id) for person in people}:
        for model in (Answer, Invitation):
            rows = [row for row in tables[model._meta.db_table] if str(row["call_id"]) == call]
            assert len({row["xmin"] for row in rows}) == 1
