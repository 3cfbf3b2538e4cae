"""What was done elsewhere: what it answers, live; and what is no longer asked because of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.diagnosis.compute.elsewhere import Reach, count_spoken, covered_ids_of, credits_of
from marchepied.apps.diagnosis.compute.elsewhere_offers import list_offers
from marchepied.apps.diagnosis.enums import DeclaredKind
from marchepied.apps.diagnosis.models import Cycle, Declared, OwnAnswer
from marchepied.apps.diagnosis.selectors.cycles import find_question, questions_of, referential_of
from marchepied.apps.diagnosis.services.cycles import (
    change_scope,
    choose_questions,
    finish_cycle,
    start_next_cycle,
)
from marchepied.apps.diagnosis.services.elsewhere import (
    DeclaredContent,
    ask_everything,
    change_declared,
    declare,
    give_back_uncovered,
    spare_covered,
    take_up_credit,
    withdraw_declared,
)
from marchepied.apps.referentials.compute import read_standards
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.diagnosis import DeclaredFactory, OwnAnswerFactory, PositionFactory
from tests.factories.elsewhere import PARTLY, WHOLE, full_theme
from tests.factories.evidence import LinkFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 1)
ISO = DeclaredContent(
    kind=DeclaredKind.CERTIFICATION, title="ISO 9001", standard_id="iso-9001", label_id="iso-9001"
)


@pytest.fixture
def cycle(db):
    made = full_theme()
    with scope(made.organisation):
        yield made


def read(cycle, *declared, **more):
    return credits_of(questions_of(cycle), declared, **more)


def reached(found, reach):
    return sorted(name for name, credit in found.items() if credit.reach is reach)


def titles(parts):
    return [part.title.read_in("fr") for part in parts]


def test_a_certificate_answers_whole_or_in_part_and_names_what_remains(cycle):
    found = read(cycle, DeclaredFactory(organisation=cycle.organisation))
    assert reached(found, Reach.WHOLE) == WHOLE
    assert reached(found, Reach.PARTLY) == PARTLY
    quality = found["t5-quality"]
    assert titles(quality.covered) == [
        "la qualité du service est vérifiée",
        "la satisfaction est demandée",
        "les réclamations sont traitées",
    ]
    assert titles(quality.remaining) == ["la relation avec les personnes est regardée"]
    assert sorted((source.topic.id, [part.id for part in source.parts]) for source in quality.sources) == [
        ("10.2", ["complaints"]),
        ("8.2", ["complaints"]),
        ("8.6", ["service"]),
        ("9.1.2", ["opinion"]),
    ]


@pytest.mark.parametrize(
    ("begun", "ended", "counts"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + timedelta(1), None, False),
        (None, TODAY - timedelta(1), False),
    ],
)
def test_only_what_is_valid_today_counts(cycle, begun, ended, counts):
    row = DeclaredFactory(organisation=cycle.organisation, obtained_on=begun, valid_until=ended)
    assert bool(read(cycle, row, today=TODAY)) is counts


def test_chosen_topics_alone_count(cycle):
    row = DeclaredFactory(organisation=cycle.organisation, item_ids=["10.1"])
    found = read(cycle, row)
    assert (list(found), reached(found, Reach.WHOLE)) == (["t5-do-more"], ["t5-do-more"])


def test_two_things_add_up(cycle):
    iso = DeclaredFactory(organisation=cycle.organisation)
    report = DeclaredFactory(organisation=cycle.organisation, standard_id="qualiopi", label_id="qualiopi")
    alone, both = read(cycle, iso), read(cycle, iso, report)
    assert titles(alone["t5-needs-today"].covered) == titles(both["t5-needs-today"].covered)
    assert {source.declared for source in both["t5-do-more"].sources} == {iso, report}


def ways(credit):
    return sorted(
        (source.topic.id, source.through.id if source.through else "", [part.id for part in source.parts])
        for source in credit.sources
    )


def test_a_certificate_also_answers_through_another_standard(cycle):
    row = DeclaredFactory(organisation=cycle.organisation, standard_id="qualiopi", item_ids=["30", "31"])
    found = read(cycle, row)
    assert ways(found["t5-relevance"]) == [("30", "iso-9001", ["fit"])]
    assert titles(found["t5-relevance"].covered) == ["on vérifie que l’offre répond au besoin"]
    # Complaints are one of the two parts of 8.2: what 8.2 would cover is only spoken of.
    assert ways(found["t5-needs-today"]) == [("31", "iso-9001", [])]
    assert found["t5-needs-today"].covered == ()
    # Both ways lead to the same part: the direct one is told.
    assert ways(found["t5-quality"]) == [("30", "", ["opinion"]), ("31", "", ["complaints"])]


def test_a_way_without_stated_coverage_only_touches(cycle):
    row = DeclaredFactory(organisation=cycle.organisation, standard_id="lucie-26000", item_ids=["territory"])
    public = find_question(cycle, "t5-public-dialogue")
    assert ways(credits_of([public], [row])[public.id]) == [("territory", "iso-26000", [])]


@pytest.mark.parametrize(("level", "clashes"), [(1, True), (4, False), (None, False)])
def test_what_was_decided_together_and_says_less_clashes_too(cycle, level, clashes):
    row = DeclaredFactory(organisation=cycle.organisation)
    position = PositionFactory(cycle=cycle, question_id="t5-quality", level=level)
    credit = read(cycle, row, decided={"t5-quality": position})["t5-quality"]
    assert (credit.clashes_decided, credit.clashes, len(credit.covered)) == (clashes, False, 3)


def test_a_duty_touches_and_covers_nothing(cycle):
    row = DeclaredFactory(
        organisation=cycle.organisation, standard_id="", label_id="", duty_id="dossier-esus"
    )
    found = read(cycle, row)
    assert reached(found, Reach.TOUCHED) == sorted(found)
    assert "t5-value" in found
    assert found["t5-value"].covered == ()
    assert found["t5-value"].sources[0].part is not None


def test_something_of_ones_own_answers_nothing_by_itself(cycle):
    row = DeclaredFactory(organisation=cycle.organisation, standard_id="", label_id="", title="Notre charte")
    assert read(cycle, row) == {}


@pytest.mark.parametrize(
    ("answer", "clashes"),
    [
        ({"level": 1}, True),
        ({"level": 4}, False),
        ({"level": 5}, False),
        ({"kind": "not_concerned", "level": None}, True),
        ({"kind": "dont_know", "level": None}, False),
    ],
)
def test_an_answer_that_says_less_clashes_and_neither_is_hidden(cycle, answer, clashes):
    row = DeclaredFactory(organisation=cycle.organisation)
    own = OwnAnswerFactory(cycle=cycle, question_id="t5-quality", **answer)
    credit = read(cycle, row, answers={"t5-quality": own})["t5-quality"]
    assert (credit.clashes, len(credit.covered)) == (clashes, 3)


def test_offers_say_what_they_would_answer_and_suit_the_profile(cycle):
    offers = list_offers(cycle.organisation, referential_of(cycle), questions_of(cycle), "fr")
    first = offers[0]
    assert first.standard_id in {"iso-9001", "qualiopi"}
    assert (first.spoken.whole, first.spoken.partly) == (2, 3)
    keys = {offer.key for offer in offers}
    assert {"label:iso-9001", "label:cedre-iso-9001", "standard:ust", "duty:dossier-esus"} <= keys
    assert {"standard:odd", "standard:iso-9001", "duty:qualiopi"} & keys == set()
    assert count_spoken("iso-9001", questions_of(cycle)).whole == 2


def test_declaring_leaves_an_audit_and_the_documents(cycle):
    link = LinkFactory(organisation=cycle.organisation)
    row = declare(organisation=cycle.organisation, content=ISO, evidence={link.pk}, by=None)
    assert list(row.evidence.order_by("id")) == [link]
    change_declared(declared=row, content=replace(ISO, scope="Le chantier"), evidence=set(), by=None)
    row.refresh_from_db()
    assert (row.scope, row.evidence.count()) == ("Le chantier", 0)
    withdraw_declared(declared=row, by=None)
    verbs = AuditEntry.objects.filter(verb__startswith="declared.").order_by("at")
    assert [entry.verb for entry in verbs] == ["declared.added", "declared.changed", "declared.withdrawn"]
    assert Declared.objects.count() == 0


def test_all_topics_are_the_same_as_no_choice(cycle):
    every = tuple(item.id for item in read_standards()["iso-9001"].leaves)
    whole = declare(organisation=cycle.organisation, content=replace(ISO, item_ids=every), by=None)
    some = declare(organisation=cycle.organisation, content=replace(ISO, item_ids=every[:2]), by=None)
    assert (whole.item_ids, some.item_ids) == ([], sorted(every[:2]))


@pytest.mark.parametrize(
    "more",
    [
        {"title": " "},
        {"kind": "magic"},
        {"standard_id": "iso-0"},
        {"item_ids": ("99.9",)},
        {"obtained_on": TODAY, "valid_until": TODAY - timedelta(1)},
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_written(cycle, more):
    with pytest.raises(ValidationError):
        declare(organisation=cycle.organisation, content=replace(ISO, **more), by=None)
    assert Declared.objects.count() == 0


def test_a_document_of_another_space_is_refused(cycle):
    other = OrganisationFactory()
    with scope(other):
        theirs = LinkFactory(organisation=other)
    with pytest.raises(ValidationError):
        declare(organisation=cycle.organisation, content=ISO, evidence={theirs.pk}, by=None)


@pytest.fixture
def spared(cycle):
    """The cycle once it no longer asks what an ISO 9001 answers; `row` is the certificate."""
    cycle.row = declare(organisation=cycle.organisation, content=ISO, by=None)
    spare_covered(cycle=cycle, by=None)
    return cycle


def asked(cycle):
    cycle = Cycle.objects.get(pk=cycle.pk)
    return len(cycle.question_ids), cycle.spared_ids


def test_what_is_answered_whole_is_no_longer_asked_and_comes_back_on_demand(spared):
    assert asked(spared) == (11, WHOLE)
    before = list(spared.question_ids)
    ask_everything(cycle=spared, by=None)
    assert asked(spared) == (13, [])
    assert [name for name in spared.question_ids if name not in WHOLE] == before


def test_withdrawing_gives_the_questions_back(spared):
    withdraw_declared(declared=spared.row, by=None)
    assert asked(spared) == (13, [])


def test_fewer_topics_give_a_question_back(spared):
    change_declared(declared=spared.row, content=replace(ISO, item_ids=("10.1",)), evidence=(), by=None)
    assert asked(spared) == (12, ["t5-do-more"])


def test_declaring_more_shortens_again(cycle):
    declare(organisation=cycle.organisation, content=replace(ISO, item_ids=("10.1",)), by=None)
    spare_covered(cycle=cycle, by=None)
    assert asked(cycle) == (12, ["t5-do-more"])
    declare(organisation=cycle.organisation, content=replace(ISO, title="Second"), by=None)
    assert asked(cycle) == (11, WHOLE)


def test_the_daily_upkeep_gives_back_what_has_ended(spared):
    assert give_back_uncovered() == 0
    Declared.objects.update(valid_until=timezone.localdate() - timedelta(1))
    assert give_back_uncovered() == 2
    assert asked(spared) == (13, [])


def test_a_question_chosen_by_hand_is_asked_although_it_is_covered(spared):
    choose_questions(cycle=spared, question_ids=[*spared.question_ids, "t5-relevance"], by=None)
    assert asked(spared) == (12, ["t5-do-more"])
    declare(organisation=spared.organisation, content=replace(ISO, title="Second"), by=None)
    assert asked(spared) == (12, ["t5-do-more"])


def test_another_depth_keeps_the_choice(spared):
    change_scope(cycle=spared, axis_ids=["theme-5"], depth="express", by=None)
    assert asked(spared) == (4, ["t5-relevance"])
    change_scope(cycle=spared, axis_ids=["theme-5"], depth="express", spare=False, by=None)
    assert asked(spared) == (5, [])


def test_one_question_at_least_stays(cycle):
    declare(organisation=cycle.organisation, content=ISO, by=None)
    choose_questions(cycle=cycle, question_ids=["t5-relevance"], by=None)
    with pytest.raises(ValidationError):
        spare_covered(cycle=cycle, by=None)
    assert asked(cycle) == (1, [])


def test_the_next_cycle_asks_everything_again(spared):
    finish_cycle(cycle=spared, by=None)
    following = start_next_cycle(last=spared, axis_ids=["theme-5"], depth="full", path="groups", by=None)
    assert (len(following.question_ids), following.spared_ids) == (13, [])
    assert covered_ids_of(following) == set(WHOLE)


def test_taking_up_makes_no_level_up_and_replaces_no_answer(cycle):
    link = LinkFactory(organisation=cycle.organisation)
    taken = {"cycle": cycle, "question_id": "t5-quality", "narrative": "ISO 9001.", "by": None}
    answer = take_up_credit(evidence={link.pk}, **taken)
    assert (answer.kind, answer.level, list(answer.evidence.order_by("id"))) == ("covered", None, [link])
    with pytest.raises(ValidationError):
        take_up_credit(evidence=(), **taken)
    assert OwnAnswer.objects.count() == 1
