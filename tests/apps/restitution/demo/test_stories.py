"""Each organisation of the demonstration tells the story it should."""

import io
import json
from collections import Counter

import pytest
from django.utils import timezone
from pypdf import PdfReader

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.crossed import headline_of, read_crossed
from marchepied.apps.diagnosis.selectors.cycles import current_cycle
from marchepied.apps.diagnosis.selectors.own_answers import own_answers_of
from marchepied.apps.diagnosis.selectors.positions import positions_of
from marchepied.apps.diagnosis.selectors.releases import latest_release
from marchepied.apps.diagnosis.selectors.table import read_table
from marchepied.apps.organisations.selectors import people_of
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.selectors import (
    calls_of,
    colleges_of,
    comments_of,
    counts_by_item,
    invitation_counts,
)
from marchepied.apps.plans.enums import Horizon
from marchepied.apps.plans.selectors import plan_of
from marchepied.apps.plans.selectors.coherence import read_coherence
from marchepied.apps.plans.selectors.coherence_words import say_coherence
from marchepied.apps.restitution.compute import build_pack, build_sheet
from marchepied.apps.restitution.selectors import packs_of, read_pack, sheet_published
from marchepied.apps.restitution.services._demo_data import (
    read_said,
)
from marchepied.core.scope import scope
from marchepied.engines.documents import render_document, render_pack, render_staff_sheet


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


def test_the_plan_of_the_enterprise_serves_two_purposes_of_three(enterprise, plain):
    organisation, cycle = enterprise
    cycle.organisation = organisation
    told = read_coherence(organisation)
    assert plain(say_coherence(told)) == (
        "Deux raisons d’être sur trois sont servies par au moins une action."
    )
    assert [purpose.line.text for purpose in told.unserved] == [
        "Donner une deuxième vie aux meubles au lieu de les jeter"
    ]
    assert [action.title for action in told.loose_actions] == [
        "Chiffrer deux heures par mois pour essayer une idée"
    ]
    assert [decided.position.question_id for decided in told.loose_decisions] == ["t5-do-more"]
    assert [len(activity.actions) for activity in told.activities] == [3, 0, 3]
    (table,) = build_pack(cycle, "fr").coherence
    assert [len(serving.splitlines()) for _purpose, serving in table.rows] == [2, 1, 5]


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
    # Eight questions, a vote, four indicators, what changed since the last time, nine actions, the registers,
    # a survey.
    assert (document.pages <= 13, document.warnings) == (True, ())
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
