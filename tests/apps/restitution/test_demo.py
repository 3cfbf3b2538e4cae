"""The demonstration: the same every time, alive on any day, and telling the story it should."""

import io
import json
import random
import re
from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.crossed import headline_of, read_crossed
from marchepied.apps.diagnosis.selectors.cycles import current_cycle, other_cycles
from marchepied.apps.diagnosis.selectors.own_answers import own_answers_of
from marchepied.apps.diagnosis.selectors.positions import positions_of
from marchepied.apps.diagnosis.selectors.releases import latest_release
from marchepied.apps.diagnosis.selectors.table import read_table
from marchepied.apps.organisations.models import Organisation, Person
from marchepied.apps.organisations.selectors import find_demo_pilot, people_of, spaces_of
from marchepied.apps.participation.enums import AnswerKind, RoundState
from marchepied.apps.participation.models import Round
from marchepied.apps.participation.selectors import (
    calls_of,
    colleges_of,
    comments_of,
    counts_by_item,
    demo_answer_path,
    invitation_counts,
)
from marchepied.apps.participation.services import close_round
from marchepied.apps.plans.enums import Horizon
from marchepied.apps.plans.selectors import plan_of
from marchepied.apps.restitution.compute import build_pack, build_sheet
from marchepied.apps.restitution.selectors import packs_of, read_pack, sheet_published
from marchepied.apps.restitution.services import delete_demo, load_demo
from marchepied.apps.restitution.services._demo_data import (
    VERBATIM,
    count_day,
    deal_sheets,
    read_said,
    read_story,
)
from marchepied.apps.restitution.services.demo import STORIES
from marchepied.core.models import ScopedModel
from marchepied.core.scope import scope, unscoped
from marchepied.engines.documents import render_document, render_pack, render_staff_sheet
from tests.factories.organisations import OrganisationFactory, SiteFactory

# Ids, and the names that proposals bear on a ballot.
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{32}\b|\bp[0-9a-f]{8}\b")
# A fingerprint covers the ids in what it seals.
RANDOM = {"id", "respondent", "handle", "digest", "fingerprint"}
DAY = date(2027, 3, 16)


@pytest.fixture
def guide(loaded, db):
    """An instance with the guide and no demonstration."""
    delete_demo()


@pytest.fixture
def enterprise(demo):
    organisation = demo["l-etabli-des-saules"]
    with scope(organisation):
        yield organisation, other_cycles(organisation, None)[0]


@pytest.fixture
def mutuelle(demo):
    organisation = demo["mutuelle-des-mariniers"]
    with scope(organisation):
        yield organisation, current_cycle(organisation)


def scrub(value: Any) -> Any:
    """A value without what is random or of this very minute, and without any order that means nothing."""
    if isinstance(value, dict):
        return sorted(([scrub(key), scrub(inner)] for key, inner in value.items()), key=repr)
    if isinstance(value, (list, tuple)):
        return sorted((scrub(inner) for inner in value), key=repr)
    if isinstance(value, datetime):
        return "now" if abs((timezone.now() - value).total_seconds()) < 3600 else value.isoformat()
    return UUID.sub("#", str(value))


def take_picture() -> dict[str, list[Any]]:
    """Every row of every organisation, by model, without what is random."""
    picture = {}
    with unscoped("the demonstration is compared with itself"):
        for model in apps.get_models():
            if not issubclass(model, ScopedModel):
                continue
            names = [field.name for field in model._meta.concrete_fields if field.name not in RANDOM]
            rows = [scrub(dict(row)) for row in model.objects.order_by("pk").values(*names)]
            picture[model._meta.label] = sorted(rows, key=repr)
    return picture


def texts_of(told: Any, key: str = "") -> list[str]:
    """Every sentence of a story, without what is kept to the letter."""
    if key in VERBATIM:
        return []
    if isinstance(told, dict):
        return [text for name, value in told.items() for text in texts_of(value, name)]
    if isinstance(told, list):
        return [text for value in told for text in texts_of(value, key)]
    return [told] if isinstance(told, str) else []


def all_comments() -> list[str]:
    years = [year for name in STORIES for year in read_story(name)["years"]]
    files = [year["collection"]["answers"] for year in years if "collection" in year]
    return [
        comment
        for name in files
        for said in read_said(name).values()
        for comments in said["comments"].values()
        for comment in comments
    ]


def test_the_same_story_every_time(guide):
    load_demo(today=DAY)
    first = take_picture()
    delete_demo()
    load_demo(today=DAY)
    second = take_picture()
    assert first.keys() == second.keys()
    for label, rows in first.items():
        assert second[label] == rows, label
    assert len(first["participation.Answer"]) > 800


def test_running_it_again_does_nothing(demo, django_assert_num_queries):
    before = take_picture()
    with django_assert_num_queries(1):
        again = load_demo()
    assert {organisation.pk for organisation in again} == {row.pk for row in demo.values()}
    assert take_picture() == before


def test_fresh_makes_it_again_and_touches_nobody_else(demo):
    other = OrganisationFactory(name="La Ruche du Coin")
    SiteFactory(organisation=other)
    call_command("load_demo", fresh=True, verbosity=0)
    made = Organisation.objects.filter(is_demo=True)
    assert sorted(made.values_list("slug", flat=True)) == sorted(demo)
    assert not set(made.values_list("pk", flat=True)) & {row.pk for row in demo.values()}
    with scope(other):
        assert apps.get_model("organisations.Site").objects.count() == 1
    assert Person.objects.filter(email="claire.morel@exemple.fr").count() == 1


def test_deleting_it_leaves_no_row(demo):
    assert delete_demo() == 4
    assert {label: rows for label, rows in take_picture().items() if rows} == {}


def test_nobody_is_written_to(guide, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        load_demo()
    assert (callbacks, mail.outbox) == ([], [])


@pytest.mark.parametrize("today", [DAY, date(2028, 2, 29), date(2026, 12, 31), date(2031, 7, 14)])
def test_days_are_counted_from_any_day(guide, today):
    organisations = load_demo(today=today)
    with scope(*organisations):
        finished = other_cycles(organisations[0], None)[0]
        middle = current_cycle(organisations[1])
    assert 5 <= (today - finished.assembly_on).days <= 12
    assert finished.assembly_on.weekday() == 3
    assert round((middle.assembly_on - today).days / 7) == 11
    assert middle.round.opened_on < today < middle.round.closes_on


def test_a_weekday_is_the_nearest_one():
    days = {count_day(date(2027, 3, day), {"days": 7, "weekday": "saturday"}) for day in range(1, 8)}
    assert days == {date(2027, 3, 6), date(2027, 3, 13)}
    assert count_day(DAY, -3) == date(2027, 3, 13)


def test_one_person_opens_all_four(demo):
    pilot = find_demo_pilot()
    assert pilot.name == "Claire Morel"
    assert [(line.organisation.name, line.role) for line in spaces_of(pilot)] == [
        ("Fédération des Rives solidaires", "contributor"),
        ("Les Amis du Lavoir", "pilot"),
        ("L’Établi des Saules", "pilot"),
        ("Mutuelle des Mariniers", "accompagnateur"),
    ]


def test_the_enterprise_tells_its_story(enterprise, plain):
    _organisation, cycle = enterprise
    questions = read_crossed(cycle, latest_release(cycle))
    assert headline_of(questions) == "Cinq questions méritent qu’on en parle."
    assert {question.id: (question.verdict, question.discussed) for question in questions} == {
        "t5-involvement": ("apart", True),
        "t5-do-more": ("apart", True),
        "t5-quality": ("unknown", True),
        "t5-follow-up": ("low", True),
        "t5-needs-today": ("low", True),
        "t5-relevance": ("together", False),
        "t5-value": ("together", False),
        "t5-communication-use": ("together", False),
    }
    by_id = {question.id: question for question in questions}
    levels = {row.name: row.median for row in by_id["t5-involvement"].rows}
    assert levels["Salariés en parcours"] < 2 < 4 < levels["Administrateurs"]
    pathway = {row.name: row for row in by_id["t5-quality"].rows}["Salariés en parcours"]
    assert (sum(pathway.counts), pathway.dont_know) == (22, 22)
    assert "Rien, je n’ai pas de nouvelles" in plain(by_id["t5-follow-up"].sentence)
    assert "Oui, le plus souvent" in plain(by_id["t5-relevance"].sentence)


def test_volunteers_are_too_few_to_be_shown(enterprise):
    _organisation, cycle = enterprise
    release = latest_release(cycle)
    for question in read_crossed(cycle, release):
        row = next(row for row in question.rows if row.name == "Bénévoles")
        assert (row.status, row.counts, row.median, row.comments) == ("hidden", None, None, ())
    said = read_said("etabli-des-saules/year-3-answers")["Bénévoles"]["comments"]
    told = [comment for comments in said.values() for comment in comments]
    assert told
    assert not [comment for comment in told if comment in json.dumps(release.content, ensure_ascii=False)]


def test_answers_are_those_told(enterprise, mutuelle):
    for (organisation, cycle), name in (
        (enterprise, "etabli-des-saules/year-3"),
        (mutuelle, "mutuelle-des-mariniers/year-2"),
    ):
        said = read_said(f"{name}-answers")
        with scope(organisation):
            counts, comments = counts_by_item(cycle.round), comments_of(cycle.round)
            for call in calls_of(cycle.round):
                told = said[call.college.name]
                assert call.answered_count == told["answered"]
                for item_id, expected in told["counts"].items():
                    assert list(counts[item_id][call.pk].everything) == expected
                for item_id, texts in told["comments"].items():
                    assert sorted(comments[item_id][call.pk]) == sorted(texts)


def test_the_enterprise_has_decided_and_begun(enterprise):
    _organisation, cycle = enterprise
    positions = positions_of(cycle)
    assert Counter(position.agreement for position in positions.values()) == {
        Agreement.CONSENSUS: 2,
        Agreement.CONSENT: 2,
        Agreement.DISAGREEMENT: 1,
    }
    assert positions["t5-do-more"].disagreement_note
    plan = plan_of(cycle)
    assert (len(plan.actions), len(plan.done), len(plan.late)) == (9, 2, 1)
    assert [len(plan.objectives_at(horizon)) for horizon in Horizon] == [2, 2]
    assert plan.vision
    own = own_answers_of(cycle)
    assert set(own) == set(cycle.question_ids)
    assert all(answer.narrative for answer in own.values())


def test_the_enterprise_has_told_everybody(enterprise):
    _organisation, cycle = enterprise
    assert cycle.state == "finished"
    assert cycle.round.state == RoundState.CLOSED
    assert sheet_published(cycle)
    edition = packs_of(cycle)[0]
    document = read_pack(edition)
    assert document.issued_on == timezone.localdate(edition.frozen_at) < cycle.assembly_on
    debates = next(section for section in document.sections if section.key == "debates")
    assert [len(block.items) for block in debates.printed if block.items] == [3]
    pack = build_pack(cycle, "fr")
    assert (pack.standing.declared, pack.standing.evidenced, pack.standing.checked) == (2, 6, 0)
    people = sum(college["answered"] for college in latest_release(cycle).content["colleges"])
    assert people == 96
    assert "Quatre-vingt-seize personnes ont répondu" in cycle.introduction


def test_the_pack_of_the_enterprise_is_short_and_begins_with_one_page(enterprise):
    organisation, cycle = enterprise
    cycle.organisation = organisation
    pack = build_pack(cycle, "fr")
    document = render_pack(pack, language="fr")
    assert sum(len(theme.questions) for theme in pack.themes) == 8
    # Eight questions, a vote, four indicators, what changed since the last time, nine actions.
    assert (document.pages <= 11, document.warnings) == (True, ())
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(document.pdf)).pages]
    first, second = ("".join(text.split()) for text in pages[:2])
    assert "".join(pack.commitments[-1].split()) in first
    assert second.startswith("Depuisladernièrefois")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_sheet_for_those_who_answered_is_one_page_of_two_hundred_words(enterprise, language):
    organisation, cycle = enterprise
    cycle.organisation = organisation
    sheet = build_sheet(cycle, language, "marchepied.exemple.fr/r")
    document = render_staff_sheet(sheet, language=language)
    text = PdfReader(io.BytesIO(document.pdf)).pages[0].extract_text()
    words = [word for word in text.split() if any(sign.isalnum() for sign in word)]
    assert document.pages == 1
    assert len(words) <= 200
    assert all((sheet.results, sheet.differences, sheet.decisions, sheet.next_steps))


def test_the_mutuelle_is_waiting_for_answers(mutuelle):
    organisation, cycle = mutuelle
    assert cycle.round.state == RoundState.OPEN
    assert latest_release(cycle) is None
    calls = {call.college.name: call for call in calls_of(cycle.round)}
    assert {name: call.answered_count for name, call in calls.items()} == {
        "Adhérents": 31,
        "Délégués": 11,
        "Salariés": 9,
        "Élus du conseil": 3,
    }
    counts = invitation_counts(cycle.round, timezone.localdate())[calls["Délégués"].pk]
    assert (counts.named, counts.waiting, counts.to_remind) == (24, 13, 13)
    guests = [row for row in people_of(organisation) if row.role == "accompagnateur"]
    assert [row.person.name for row in guests] == ["Claire Morel", "Hélène Vasseur"]
    assert all(row.until > cycle.assembly_on for row in guests)


def test_the_village_association_went_round_a_table(demo):
    organisation = demo["les-amis-du-lavoir"]
    with scope(organisation):
        assert current_cycle(organisation) is None
        cycle, first = Cycle.objects.all()
        assert (cycle.follows, first.path) == (first, "table")
        assert (cycle.path, cycle.round, colleges_of(organisation)) == ("table", None, [])
        table = read_table(cycle)
        assert (table.settled, table.attendance.present, len(table.notes)) == (5, 9, 1)
        assert [action.state for action in plan_of(cycle).actions] == ["done", "doing", "todo"]
        document = render_document(read_pack(packs_of(cycle)[0]))
        assert document.pages == 2
        assert len(people_of(organisation)) == 3


def test_a_participant_can_answer_now(client, demo):
    assert client.get(demo_answer_path()).status_code == 200


def test_without_an_open_questionnaire_the_link_asks_for_a_code(client, mutuelle):
    for round_ in Round.objects.filter(state=RoundState.OPEN):
        close_round(round=round_, by=None)
    assert demo_answer_path() == "/r/"


def test_no_address_is_anybodys(demo):
    emails = set(Person.objects.values_list("email", flat=True))
    with unscoped("addresses of all three"):
        for model, field in (
            ("participation.Invitation", "email"),
            ("organisations.MemberInvitation", "email"),
        ):
            emails |= set(apps.get_model(model).objects.values_list(field, flat=True))
        urls = set(apps.get_model("evidence.Evidence").objects.exclude(url="").values_list("url", flat=True))
    assert len(emails) > 30
    assert {email.rpartition("@")[2] for email in emails - {""}} == {"exemple.fr"}
    assert {url.split("/")[2].split(".", 1)[1] for url in urls} == {"exemple.fr"}
    numbers = [match for name in STORIES for text in texts_of(read_story(name))
               for match in re.findall(r"\b0\d(?: \d\d){4}\b", text)]  # fmt: skip
    # The numbers that nobody has: France keeps 03 53 01 for stories.
    assert {number[:8] for number in numbers} == {"03 53 01"}


def test_words_are_set_in_type_and_filled_in(demo):
    for name in STORIES:
        for text in texts_of(read_story(name)):
            assert not re.search(r" [;:?!»]|« |'|\.\.\.", text), text
    left = [row for rows in take_picture().values() for row in rows if re.search(r"\{[a-z_]+\}", repr(row))]
    assert left == []


def test_comments_are_many_short_and_all_different():
    comments = all_comments()
    assert len(comments) == len(set(comments)) >= 50
    assert max(len(comment) for comment in comments) <= 160
    lower = [comment for comment in comments if comment[0].islower()]
    assert 4 <= len(lower) <= len(comments) / 4


counts = st.lists(st.integers(0, 6), min_size=7, max_size=7)


@given(st.lists(counts, min_size=1, max_size=4), st.integers())
def test_dealt_sheets_hold_what_is_told(columns, seed):
    number = max(1, *(sum(column) for column in columns))
    told = {
        "answered": number,
        "counts": {f"q{n}": column for n, column in enumerate(columns)},
        "comments": {},
    }
    sheets = deal_sheets(told, random.Random(seed))
    assert len(sheets) == number
    for item_id, column in told["counts"].items():
        given_answers = [answers[item_id] for answers, _comments in sheets if item_id in answers]
        levels = Counter(answer for answer in given_answers if type(answer) is int)
        kinds = Counter(answer for answer in given_answers if isinstance(answer, AnswerKind))
        assert [levels[level] for level in range(1, 6)] == column[:5]
        assert [kinds[AnswerKind.DONT_KNOW], kinds[AnswerKind.NOT_CONCERNED]] == column[5:]


def test_more_answers_than_people_is_a_fault():
    told = {"answered": 3, "counts": {"q1": [4, 0, 0, 0, 0, 0, 0]}, "comments": {}}
    with pytest.raises(ValueError, match="q1: 4 answers for 3 people"):
        deal_sheets(told, random.Random(1))
