"""The first words of a space."""

from datetime import date, timedelta

import pytest

from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.steps import CallFacts, StepFacts
from marchepied.web.diagnosis.sentences import headline, lead, say_minutes

TODAY = date(2026, 9, 1)
WORDS = {"the_assembly": "l’assemblée générale", "to_the_assembly": "à l’assemblée générale"}


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-400, "L’assemblée générale, c’était il y a treize mois."),
        (-21, "L’assemblée générale, c’était il y a trois semaines."),
        (-1, "L’assemblée générale, c’était hier."),
        (0, "L’assemblée générale, c’est aujourd’hui."),
        (1, "L’assemblée générale, c’est demain."),
        (9, "L’assemblée générale est dans neuf jours."),
        (14, "L’assemblée générale est dans deux semaines."),
        (77, "L’assemblée générale est dans onze semaines."),
        (150, "L’assemblée générale est dans cinq mois."),
        (900, "L’assemblée générale est dans 30 mois."),
    ],
)
def test_the_assembly_opens_the_page(days, sentence):
    cycle = Cycle(assembly_on=TODAY + timedelta(days=days))
    assert headline(cycle, StepFacts(), WORDS, TODAY) == sentence


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (StepFacts(questions=1), "Une question pour dire où vous en êtes."),
        (StepFacts(questions=5), "Cinq questions pour dire où vous en êtes."),
        (StepFacts(questions=5, own_answers=1), "Vous avez répondu à une question sur cinq."),
        (StepFacts(questions=300, own_answers=30), "Vous avez répondu à 30 questions sur 300."),
        (StepFacts(questions=5, own_answers=5), "Vous avez répondu à toutes les questions."),
        (StepFacts(questions=5, calls=(CallFacts("A", 61, 80),)), "61 personnes ont donné leur avis."),
        (StepFacts(questions=5, releases=1), "Chacun a pu dire son avis. Il reste à en parler ensemble."),
        (
            StepFacts(questions=5, positions=2),
            "Vous savez où vous en êtes. Il reste à choisir quoi faire.",
        ),
        (StepFacts(questions=5, actions=1), "Une action est choisie."),
        (StepFacts(questions=5, actions=4), "Quatre actions sont choisies."),
    ],
)
def test_without_an_assembly_the_page_says_how_far_one_has_come(facts, sentence):
    assert headline(Cycle(), facts, WORDS, TODAY) == sentence


def test_a_finished_cycle_says_so():
    cycle = Cycle(state=CycleState.FINISHED, assembly_on=TODAY)
    assert headline(cycle, StepFacts(), WORDS, TODAY) == "Cette démarche est terminée."


@pytest.mark.parametrize(
    ("assembly_in", "facts", "end"),
    [
        (
            None,
            StepFacts(questions=5),
            "Sans date d’assemblée, les étapes ci-dessous suivent un rythme de vingt semaines.",
        ),
        (77, StepFacts(questions=5), "Tout commence par quelques questions."),
        (77, StepFacts(questions=5, own_answers=2), "Vous avez répondu à deux questions sur cinq."),
        (
            77,
            StepFacts(5, 5, "open", calls=(CallFacts("A", 6, 9), CallFacts("B", 3, 9))),
            "Un groupe sur deux a assez répondu.",
        ),
        (
            77,
            StepFacts(5, 5, "closed"),
            "Le questionnaire est clos ; il reste à regarder les avis ensemble.",
        ),
        (77, StepFacts(5, 5, "closed", releases=1), "Il reste à en parler ensemble."),
        (
            77,
            StepFacts(5, 5, "closed", releases=1, positions=4),
            "Vous avez parlé ensemble de quatre questions.",
        ),
        (77, StepFacts(5, 5, "closed", actions=3), "Trois actions sont choisies."),
        (
            1,
            StepFacts(questions=5, own_answers=2),
            "Vous avez répondu à deux questions sur cinq. C’est trop court pour demander l’avis des groupes. "
            "Dites où vous en êtes, choisissez une ou deux actions : le dossier dira simplement ce qui reste "
            "à faire.",
        ),
        (
            -1,
            StepFacts(questions=5, own_answers=2),
            "Vous avez répondu à deux questions sur cinq. Si l’assemblée est reportée, corrigez sa date.",
        ),
    ],
)
def test_the_lead_tells_the_state_and_the_time_left(assembly_in, facts, end, plain):
    cycle = Cycle(assembly_on=None if assembly_in is None else TODAY + timedelta(days=assembly_in))
    assert plain(lead(["Les usagers"], cycle, facts, TODAY)) == f"Vous avez choisi « Les usagers ». {end}"


def test_several_themes_are_joined(plain):
    told = lead(["A", "B", "C"], Cycle(assembly_on=TODAY + timedelta(days=99)), StepFacts(), TODAY)
    assert plain(told).startswith("Vous avez choisi « A », « B » et « C ».")


@pytest.mark.parametrize(
    ("minutes", "said"), [(10, "10 min"), (60, "1 h"), (90, "1 h 30"), (65, "1 h 05"), (120, "2 h")]
)
def test_minutes_are_said_as_people_do(minutes, said):
    assert say_minutes(minutes) == said
