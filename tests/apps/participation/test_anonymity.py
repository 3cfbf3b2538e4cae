"""An attack on a copy of the database: who answered what? (docs/architecture/anonymity.md)

Two colleges answer; the attacker knows who was invited and in which order people answered, has every
row of every table in the order the file keeps them, and looks for anything that joins a person to an
answer: a value in common, a place in common, a time.
"""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from scipy.stats import spearmanr

from marchepied.apps.participation.models import Answer, Comment, Invitation, RoundCollege, SentForm
from marchepied.apps.participation.services import close_round
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import scope, unscoped
from tests.factories.participation import (
    CollegeFactory,
    InvitationFactory,
    RoundCollegeFactory,
    RoundFactory,
    form_of,
)

QUESTIONS = 6
PERMUTATIONS = 2000
# Chance alone goes below this once in a million; an order that tells goes far below.
SUSPECT = 1e-6


@dataclass(frozen=True)
class Person:
    """Someone the attacker saw answering: their invitation, their rank, and (the secret) their levels."""

    invitation: Any
    rank: int
    levels: tuple[int, ...]


@pytest.fixture
def people(transactional_db: Any) -> list[Person]:
    """Twelve and thirty people, invited by name, who answer one after the other through their links."""
    draw = random.Random(20261122)
    round_ = RoundFactory(form=form_of(QUESTIONS))
    seen: list[Person] = []
    for size in (12, 30):
        college = CollegeFactory(organisation=round_.organisation)
        call = RoundCollegeFactory(round=round_, college=college, expected_count=size + 3)
        invitations = [InvitationFactory(call=call) for _person in range(size + 3)]
        draw.shuffle(invitations)
        for rank, invitation in enumerate(invitations[:size]):
            # Nobody answers alike, so that the attacker's guesses can be checked.
            levels = tuple(1 + (rank // 5**place) % 5 for place in range(3)) + tuple(
                draw.randint(1, 5) for _question in range(QUESTIONS - 3)
            )
            send(invitation, levels, rank)
            seen.append(Person(invitation, rank, levels))
    return seen


def send(invitation: Any, levels: tuple[int, ...], rank: int) -> None:
    """One person answers, as a browser without a script does."""
    fields = {f"q{number}": str(level) for number, level in enumerate(levels, 1)}
    fields |= {
        "c1": f"Mot de {' '.join(map(str, levels))}",
        "envoi": f"formulaire {invitation.handle} {rank}",
    }
    response = Client().post(
        reverse("participation:answer", args=[token_of(invitation.handle)]), fields, follow=True
    )
    assert response.status_code == 200


def dump_tables() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of the database with all its columns, in the order the file keeps them."""
    hidden = "ctid, xmin::text, *" if connection.vendor == "postgresql" else "rowid AS rowid_, *"
    order = "ctid" if connection.vendor == "postgresql" else "rowid"
    tables = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT {hidden} FROM "{name}" ORDER BY {order}')
            columns = [column[0] for column in cursor.description]
            tables[name] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return tables


def find_shared_values(tables: dict[str, list[dict[str, Any]]], people: list[Person]) -> list[str]:
    """Values that one answer or comment shares with one row about a person (or a device, or a moment)."""
    said = tables[Answer._meta.db_table] + tables[Comment._meta.db_table]
    public = {"organisation_id", "call_id", "item_id", "kind", "level", "weight", "ctid", "text"}
    told: dict[str, set[str]] = {}
    for row in said:
        for column, value in row.items():
            if column not in public and value is not None:
                told.setdefault(str(value), set()).add(column)
    found = []
    for name, rows in tables.items():
        if name in {Answer._meta.db_table, Comment._meta.db_table, "django_migrations"}:
            continue
        for row in rows:
            found += [
                f"{name}.{column} = {value}"
                for column, value in row.items()
                if len(str(value)) > 3 and str(value) in told and column != "xmin"
            ]
    return found


def join_by_moment(tables: dict[str, list[dict[str, Any]]], people: list[Person]) -> int:
    """How many people the transaction number (PostgreSQL) gives: their invitation alone was written with
    rows of one respondent alone.
    """
    given = 0
    invitations = tables[Invitation._meta.db_table]
    for person in people:
        own = next(row for row in invitations if str(row["id"]).replace("-", "") == person.invitation.pk.hex)
        together = [row for row in invitations if row.get("xmin") == own.get("xmin")]
        keys = {
            row["respondent"]
            for row in tables[Answer._meta.db_table]
            if "xmin" in row and row["xmin"] == own["xmin"]
        }
        given += len(together) == 1 and len(keys) == 1
    return given


def correlate_ranks(places: np.ndarray, ranks: np.ndarray, seed: int = 7) -> float:
    """p-value of a permutation test of Spearman's correlation, both ways."""
    first, second = (np.argsort(np.argsort(values)).astype(float) for values in (places, ranks))
    observed = abs(np.corrcoef(first, second)[0, 1])
    draw = np.random.default_rng(seed)
    shuffled = np.array(
        [abs(np.corrcoef(first, draw.permutation(second))[0, 1]) for _i in range(PERMUTATIONS)]
    )
    if (shuffled >= observed).any():
        return float((1 + (shuffled >= observed).sum()) / (1 + PERMUTATIONS))
    return float(spearmanr(first, second).pvalue)  # beyond what so many permutations can resolve


def read_order(tables: dict[str, list[dict[str, Any]]], people: list[Person]) -> dict[str, float]:
    """p-values of the hidden order of the answers, and of the used invitations, against that of answering."""
    rows = tables[Answer._meta.db_table]
    places: dict[tuple[int, ...], list[int]] = {}
    sheets: dict[Any, dict[str, int]] = {}
    for row in rows:
        sheets.setdefault(row["respondent"], {})[row["item_id"]] = row["level"]
    for place, row in enumerate(rows):
        sheet = sheets[row["respondent"]]
        places.setdefault(tuple(sheet[item] for item in sorted(sheet)), []).append(place)
    handles = [row["handle"] for row in tables[Invitation._meta.db_table]]
    comments = [row["text"] for row in tables[Comment._meta.db_table]]
    results = {}
    for college in {person.invitation.call_id for person in people}:
        group = [person for person in people if person.invitation.call_id == college]
        ranks = np.array([person.rank for person in group])
        words = [f"Mot de {' '.join(map(str, person.levels))}" for person in group]
        orders = {
            "first answer": [min(places[person.levels]) for person in group],
            "mean answer": [float(np.mean(places[person.levels])) for person in group],
            "comment": [comments.index(text) for text in words],
            "invitation": [handles.index(person.invitation.handle) for person in group],
        }
        for what, order in orders.items():
            results[f"{what}, {len(group)} people"] = correlate_ranks(np.array(order), ranks)
    return results


def attack(people: list[Person]) -> tuple[list[str], int, dict[str, float]]:
    """What the attacker finds: shared values, people given by their transaction, orders that tell."""
    tables = dump_tables()
    orders = read_order(tables, people)
    telling = {what: p for what, p in orders.items() if p < SUSPECT}
    return find_shared_values(tables, people), join_by_moment(tables, people), telling


def test_an_attack_on_a_copy_of_the_database_finds_nobody(people):
    assert attack(people) == ([], 0, {})


def test_the_attack_finds_nobody_after_closing_either(people):
    round_ = people[0].invitation.call.round
    with scope(round_.organisation_id):
        close_round(round=round_, by=None)
    with unscoped("a test reads everything"):
        assert SentForm.objects.count() == 0

    assert attack(people) == ([], 0, {})


def test_the_attacker_finds_people_when_keys_follow_each_other(people):
    """A planted fault: rows written in the order of answering."""
    with unscoped("a test plants a fault"):
        rows = list(Answer.objects.all())
        Answer.objects.all().delete()
        rank_of = {(*person.levels, person.invitation.call_id): place for place, person in enumerate(people)}
        sheets: dict[Any, dict[str, int]] = {}
        for row in rows:
            sheets.setdefault(row.respondent, {})[row.item_id] = row.level

        def when(row: Answer) -> tuple[int, str]:
            sheet = sheets[row.respondent]
            return rank_of[(*(sheet[item] for item in sorted(sheet)), row.call_id)], row.item_id

        for number, row in enumerate(sorted(rows, key=when), 1):
            row.pk = number
            row.save(force_insert=True)

    _values, _moment, telling = attack(people)
    assert set(telling) == {
        f"{what}, {size} people" for what in ("first answer", "mean answer") for size in (12, 30)
    }


def test_the_attacker_finds_people_when_an_answer_keeps_its_invitation(people):
    """A planted fault: the respondent's key is taken from the invitation."""
    with unscoped("a test plants a fault"):
        for number, person in enumerate(people):
            key = 1_000_000 + number
            first = Answer.objects.filter(call_id=person.invitation.call_id, item_id="q1").order_by("id")[0]
            Answer.objects.filter(respondent=first.respondent).update(respondent=key)
            Invitation.objects.filter(pk=person.invitation.pk).update(name=str(key))

    values, _moment, _telling = attack(people)
    assert len(values) > 0


def test_nothing_else_in_the_database_knows_that_someone_answered(people):
    quiet = ["core_auditentry", "core_trace", "django_session", "django_tasks_db_dbtaskresult"]
    tables = dump_tables()

    assert {name: len(tables[name]) for name in quiet if name in tables} == dict.fromkeys(
        [name for name in quiet if name in tables], 0
    )
    assert [key for person in people for key in (person.invitation.handle,) if cache.get(key)] == []


def test_no_row_about_an_answer_has_a_time():
    kinds = {"DateField", "DateTimeField", "TimeField", "AutoField", "BigAutoField"}
    timed = [
        f"{model.__name__}.{field.name}"
        for model in (Answer, Comment, SentForm, Invitation, RoundCollege)
        for field in model._meta.concrete_fields
        if field.get_internal_type() in kinds
    ]
    assert timed == ["Invitation.sent_on", "Invitation.reminded_on"]


def test_no_model_is_joined_to_an_answer():
    pointing = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in {Answer, Comment, SentForm}
    ]
    assert pointing == []


def test_the_admin_and_the_logs_do_not_know_answers():
    source = Path(__file__).resolve().parents[3] / "src" / "marchepied" / "apps" / "participation"
    assert not (source / "admin.py").exists()
    for name in ("deposit.py", "_sheets.py"):
        text = (source / "services" / name).read_text(encoding="utf-8")
        assert not any(word in text for word in ("logging", "record(", "trace(", "enqueue", "timezone"))


@pytest.mark.postgres
@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="no PostgreSQL: scripts/postgres .venv/bin/python -m pytest tests/apps/participation",
)
def test_on_postgresql_used_invitations_are_all_rewritten_together(people):
    tables = dump_tables()
    for college in {str(person.invitation.call_id) for person in people}:
        rows = [row for row in tables[Invitation._meta.db_table] if str(row["call_id"]) == college]
        assert len({row["xmin"] for row in rows}) == 1
        answers = [row for row in tables[Answer._meta.db_table] if str(row["call_id"]) == college]
        comments = [row for row in tables[Comment._meta.db_table] if str(row["call_id"]) == college]
        assert len({row["xmin"] for row in answers}) == len({row["xmin"] for row in comments}) == 1


@pytest.mark.postgres
@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="no PostgreSQL: scripts/postgres .venv/bin/python -m pytest tests/apps/participation",
)
def test_on_postgresql_a_newcomer_to_a_crowd_moves_with_whole_people(transactional_db, monkeypatch):
    monkeypatch.setattr("marchepied.apps.participation.services.deposit.MIXED_PEOPLE", 6)
    call = RoundCollegeFactory(round=RoundFactory(form=form_of(QUESTIONS)), expected_count=40)
    for rank in range(25):
        send(InvitationFactory(call=call), (1 + rank % 5,) * QUESTIONS, rank)
    numbers: dict[str, set[str]] = {}
    for row in dump_tables()[Answer._meta.db_table]:
        numbers.setdefault(row["xmin"], set()).add(row["respondent"])
    places = [person for group in numbers.values() for person in group]
    assert (len(places), len(set(places))) == (25, 25)  # nobody's rows carry two numbers
    assert len(numbers[max(numbers, key=int)]) == 7
