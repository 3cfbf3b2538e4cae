"""Each kind of enterprise gets questions that make sense to it: read tests/content/portraits/*.txt.

When the content changes on purpose, `MARCHEPIED_PORTRAITS=1 ./setup test tests/content` writes them again;
then read what changed before keeping it.
"""

import os
from pathlib import Path

import pytest

from marchepied.engines.referential import (
    applicable_questions,
    questions_for_college,
    read_shipped_referential,
)

from .portraits import PORTRAITS, draw

GUIDE = read_shipped_referential()
FOLDER = Path(__file__).parent / "portraits"
FEWEST = 6
"""Below this many questions, a theme would look as if it did not concern the enterprise."""


@pytest.mark.parametrize("name", PORTRAITS)
def test_the_portrait_is_the_one_that_was_read(name):
    page = FOLDER / f"{name}.txt"
    drawn = draw(GUIDE, PORTRAITS[name])
    if os.environ.get("MARCHEPIED_PORTRAITS"):
        FOLDER.mkdir(exist_ok=True)
        page.write_text(drawn, encoding="utf-8")
    assert drawn == page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PORTRAITS)
def test_each_theme_concerns_each_enterprise(name):
    asked = applicable_questions(GUIDE, PORTRAITS[name].profile)
    per_theme = {axis.id: sum(question.axis == axis.id for question in asked) for axis in GUIDE.axes}
    fewest = {"theme-4": 4} if PORTRAITS[name].profile.has_employees is False else {}
    assert {axis: n for axis, n in per_theme.items() if n < fewest.get(axis, FEWEST)} == {}


@pytest.mark.parametrize("name", PORTRAITS)
def test_an_express_diagnosis_is_never_empty(name):
    asked = applicable_questions(GUIDE, PORTRAITS[name].profile, depth="express")
    assert {question.axis for question in asked} == {axis.id for axis in GUIDE.axes}


def test_a_foundation_is_never_told_of_its_assembly_nor_of_its_members():
    drawn = draw(GUIDE, PORTRAITS["fondation-sans-ag"])
    asked = drawn.split("Ne lui sont pas posées")[0]
    assert "assemblée générale des" not in asked
    profile = PORTRAITS["fondation-sans-ag"].profile
    assert (profile.has_ag, profile.has_members) == (False, False)
    assert [q.id for q in applicable_questions(GUIDE, profile) if q.applicability.has_ag] == []


def test_a_village_association_is_asked_nothing_of_its_employees():
    questions = applicable_questions(GUIDE, PORTRAITS["association-sans-salarie"].profile)
    assert [q.id for q in questions if q.applicability.has_employees] == []
    assert len(questions_for_college(questions, "volunteers")) == 8


@pytest.mark.parametrize(
    ("name", "duties"),
    [
        ("scic-avec-colleges", {"revision-cooperative", "projet-cooperatif"}),
        ("mutuelle-avec-delegues", {"rapport-gestion-mutuelle", "bilan-social"}),
        ("entreprise-d-insertion", {"convention-insertion", "rapport-moral", "duerp"}),
        ("societe-esus", {"dossier-esus", "rapport-gestion"}),
        ("fondation-sans-ag", {"rapport-fondation", "outils-2002"}),
        ("association-sans-salarie", {"rapport-moral", "statuts"}),
    ],
)
def test_the_duties_of_each_form_answer_some_of_its_questions(name, duties):
    profile = PORTRAITS[name].profile
    answering = {item.duty for q in applicable_questions(GUIDE, profile) for item in q.answered_by}
    held = {duty.id for duty in GUIDE.duties if duty.applicability.allows(profile)}
    assert duties <= answering & held
