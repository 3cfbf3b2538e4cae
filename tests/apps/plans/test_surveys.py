"""From a survey to the plan, and back: what was made of what people answered."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.listening.models import TakenAnswer
from marchepied.apps.listening.services.surveys import close_survey, reply_to_everybody
from marchepied.apps.plans.enums import TodoKind, TodoWeight
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.selectors.origins import origins_of
from marchepied.apps.plans.selectors.surveys import made_of
from marchepied.apps.plans.selectors.todo import read_todo
from marchepied.apps.plans.selectors.todo_words import say_todo
from marchepied.apps.plans.services import ActionContent
from marchepied.apps.plans.services.listening import take_up_complaint, take_up_idea
from marchepied.apps.plans.services.surveys import take_up_answer
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.diagnosis import CycleFactory
from tests.factories.listening import complain, open_one, propose
from tests.factories.networks import pilot_of
from tests.factories.organisations import OrganisationFactory
from tests.factories.surveys import FILLED, fill
from tests.factories.surveys import open_one as open_survey


@pytest.fixture
def house(db):
    organisation = OrganisationFactory()
    organisation.pilot = pilot_of(organisation)
    with scope(organisation):
        organisation.cycle = CycleFactory(organisation=organisation)
        yield organisation


@pytest.fixture
def survey(house):
    survey = open_survey(house)
    fill(survey, FILLED, times=5)
    close_survey(survey=survey, by=house.pilot)
    return survey


def take(house, survey, title, **more):
    known = {"question_id": "q8", "wording": "Que manque-t-il ?", "cycle": house.cycle, **more}
    return take_up_answer(survey=survey, content=ActionContent(title=title), by=house.pilot, **known)


def test_a_question_and_the_words_written_to_it_become_actions(house, survey):
    whole = take(house, survey, "Demander ce qui manque")
    words = take(house, survey, "Poser un banc", words="Un banc.")
    again = take(house, survey, "Peindre le banc", words="Un banc.")
    assert {key: [(one.action.pk, one.words) for one in ones] for key, ones in made_of(survey).items()} == {
        "q8": [(whole.pk, ""), (words.pk, "Un banc."), (again.pk, "Un banc.")]
    }
    assert TakenAnswer.objects.count() == 2
    assert AuditEntry.objects.filter(verb="survey.answer_taken_up").count() == 3


def test_an_action_says_where_it_comes_from(house, survey, plain):
    asked = "l’enquête « Comment cela s’est-il passé ? », à la question « Que manque-t-il ? »"
    told = [
        [(one.place, one.key, plain(one.words)) for one in origins_of(action)]
        for action in (take(house, survey, "Demander"), take(house, survey, "Poser", words="Un banc."))
    ]
    assert told == [
        [("survey", survey.pk, asked)],
        [("survey", survey.pk, f"{asked} : « Un banc. »")],
    ]


def test_an_action_of_a_complaint_says_its_number_alone(house, plain):
    complaint, idea = complain(open_one(house, "complaints")), propose(open_one(house, "ideas"), "Un banc")
    content = ActionContent(title="Deux clés")
    known = {"cycle": house.cycle, "content": content, "by": house.pilot}
    told = [
        plain(one.words)
        for action in (
            take_up_complaint(complaint=complaint, **known),
            take_up_idea(idea=idea, reason="Oui.", **known),
        )
        for one in origins_of(action)
    ]
    assert told == ["la difficulté n° 1", "l’idée « Un banc »"]
    assert origins_of(Action.objects.create(organisation=house, cycle=house.cycle, title="Semer")) == ()


def test_long_words_are_cut_and_still_belong_together(house, survey):
    take(house, survey, "Lire", words="a" * 400)
    take(house, survey, "Relire", words="a" * 400)
    (row,) = TakenAnswer.objects.all()
    assert row.words == "a" * 299 + "…"


def test_no_action_goes_into_the_plan_of_others(house, survey):
    other = OrganisationFactory()
    with scope(other):
        cycle = CycleFactory(organisation=other)
    for wrong in (None, cycle):
        with pytest.raises(ValidationError):
            take(house, survey, "Poser un banc", cycle=wrong)
    assert (Action.objects.count(), TakenAnswer.objects.count()) == (0, 0)


def test_what_became_of_a_survey_is_owed_until_it_is_said(house, survey, plain):
    (one,) = read_todo(house, house.cycle)
    assert (one.kind, one.weight, one.row, one.due_on) == (
        TodoKind.SURVEY_REPLY, TodoWeight.OWED, survey, None,
    )  # fmt: skip
    assert plain(say_todo(one, "fr")) == (
        "Dire aux gens ce qu’on fait d’une enquête : Comment cela s’est-il passé ?"
    )
    reply_to_everybody(survey=survey, text="Un banc arrive.", by=house.pilot)
    assert read_todo(house, house.cycle) == []
