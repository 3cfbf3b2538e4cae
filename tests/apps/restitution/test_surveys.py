"""The surveys of the year in the account to the assembly: who answered, few figures, what was decided."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.apps.diagnosis.enums import Path
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.listening.services.surveys import (
    close_survey,
    open_survey,
    reply_to_everybody,
    show_results,
    start_wave,
)
from marchepied.apps.plans.services import ActionContent
from marchepied.apps.plans.services.surveys import take_up_answer
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.apps.restitution.compute import build_document, build_pack
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory
from tests.factories.participation import CollegeFactory
from tests.factories.surveys import FILLED, fill, open_one

SAID = "« Plutôt oui » ou « Tout à fait »"


@pytest.fixture
def cycle(db):
    load_shipped_referentials()
    cycle = open_space(name="La Table", legal_form="association", axis_id="theme-5", by=PersonFactory())
    cycle.assembly_on = timezone.localdate() + timedelta(days=30)
    cycle.save()
    with scope(cycle.organisation):
        yield cycle


def hold(survey, happy, others):
    """So many people happy and so many who are not; closed."""
    fill(survey, {**FILLED, "q1": "4"}, times=happy)
    fill(survey, FILLED, times=others)
    close_survey(survey=survey, by=None)
    return survey


def test_nothing_is_said_before_a_survey_is_closed(cycle):
    survey = open_one(cycle.organisation)
    fill(survey, FILLED, times=12)
    show_results(survey=survey, by=None)
    assert build_pack(cycle, "fr").surveys == ()
    assert "surveys" not in [section.key for section in build_document(cycle, "fr").sections]


def test_two_or_three_figures_are_told_with_their_interval(cycle, plain):
    hold(open_one(cycle.organisation), happy=12, others=8)
    (table,) = build_pack(cycle, "fr").surveys
    assert (table.title, plain(table.sentence)) == (
        "Comment cela s’est-il passé ?", "20 personnes sur 40 ont répondu.",
    )  # fmt: skip
    assert [tuple(map(plain, row)) for row in table.rows] == [
        ("Content ?", f"{SAID} : 60 % (sans doute entre 45 et 72 %), 20 personnes."),
    ]
    assert table.notes == ()


def test_a_change_more_than_chance_is_told(cycle, plain):
    first = hold(open_one(cycle.organisation, expected_count=None), happy=4, others=26)
    wave = open_survey(survey=start_wave(survey=first, by=None), by=None)
    hold(wave, happy=26, others=4)
    (latest,) = build_pack(cycle, "fr").surveys  # the wave before is in what changed
    assert latest.title == "Comment cela s’est-il passé ? (vague 2)"
    assert plain(latest.rows[0][1]).endswith(
        "C’est 73 points de plus que la vague d’avant, plus que le hasard n’en donne."
    )


def test_few_answers_give_no_figure(cycle, plain):
    hold(open_one(cycle.organisation, expected_count=None), happy=2, others=1)
    (table,) = build_pack(cycle, "fr").surveys
    assert plain(table.sentence) == "3 personnes ont répondu. Trop peu de réponses pour donner des chiffres."
    assert (table.head, table.rows) == ((), ())


def test_who_answered_is_told_group_by_group(cycle, plain):
    colleges = [
        CollegeFactory(organisation=cycle.organisation, name="Salariés", position=1, expected_count=20),
        CollegeFactory(organisation=cycle.organisation, name="Voisins", position=2, expected_count=None),
    ]
    survey = open_one(cycle.organisation, colleges=colleges)
    fill(survey, FILLED, times=3, place=1)
    hold(survey, happy=6, others=6)
    (table,) = build_pack(cycle, "fr").surveys
    assert plain(table.sentence) == "15 personnes ont répondu. Salariés : 12 sur 20 ; Voisins : 3."


def test_what_was_decided_and_said_follows_from_wave_to_wave(cycle, plain):
    survey = hold(open_one(cycle.organisation), happy=12, others=8)
    wave = open_survey(survey=start_wave(survey=survey, by=None), by=None)
    hold(wave, happy=12, others=8)
    for title in ("Poser un banc", "Le peindre"):
        take_up_answer(
            survey=survey,
            question_id="q8",
            wording="Que manque-t-il ?",
            cycle=cycle,
            content=ActionContent(title=title),
            by=None,
        )
    reply_to_everybody(survey=survey, text="Un banc arrive en mai.\nVous le peindrez.", by=None)
    (table,) = build_pack(cycle, "fr").surveys
    assert [plain(note) for note in table.notes] == [
        "Décidé : Poser un banc (à faire)",
        "Décidé : Le peindre (à faire)",
        "Répondu à tous : Un banc arrive en mai. Vous le peindrez.",
    ]


def test_the_section_follows_what_was_heard_in_every_language(cycle):
    hold(open_one(cycle.organisation), happy=12, others=8)
    for language, title in (("fr", "Ce que disent nos enquêtes"), ("en", "What our surveys say")):
        sections = build_document(cycle, language).sections
        assert [section.title for section in sections if section.key == "surveys"] == [title]


def test_a_survey_of_another_year_is_left_out(cycle):
    survey = hold(open_one(cycle.organisation), happy=12, others=8)
    survey.round.closed_on = timezone.localdate() - timedelta(days=366)
    survey.round.save()
    assert build_pack(cycle, "fr").surveys == ()


def test_round_the_table_no_survey_is_told(cycle):
    hold(open_one(cycle.organisation), happy=12, others=8)
    cycle.path = Path.TABLE
    cycle.save()
    assert build_pack(cycle, "fr").surveys == ()
