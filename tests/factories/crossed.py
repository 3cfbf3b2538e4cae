"""A finished collection: groups that answered a closed round of a real cycle, ready to be shown."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.collection import build_form
from marchepied.apps.diagnosis.selectors.cycles import referential_of
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.participation.enums import AnswerKind, AnswerMode, RoundState
from marchepied.apps.participation.models import Answer, Comment, random_key
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory
from tests.factories.participation import CollegeFactory, RoundCollegeFactory, RoundFactory

DONT_KNOW, NOT_CONCERNED = -1, -2
KINDS = {DONT_KNOW: AnswerKind.DONT_KNOW, NOT_CONCERNED: AnswerKind.NOT_CONCERNED}


def closed_cycle(name: str = "L’Atelier du Pont", questions: int = 3) -> Cycle:
    """A cycle of theme 5 whose round is closed, asking its first questions; no group yet."""
    load_shipped_referentials()
    cycle = open_space(name=name, legal_form="association", axis_id="theme-5", by=PersonFactory())
    with scope(cycle.organisation):
        questions_of_theme = [q.id for q in referential_of(cycle).walk_questions() if q.axis == "theme-5"]
        asked = questions_of_theme[:questions]
        cycle.question_ids = asked
        cycle.round = RoundFactory(
            organisation=cycle.organisation, form=build_form(cycle, asked), state=RoundState.CLOSED
        )
        cycle.save()
    return cycle


def heard(
    cycle: Cycle,
    name: str,
    levels: Mapping[str, Sequence[int]] | Sequence[int],
    *,
    expected: int | None = None,
    comments: Mapping[str, Sequence[str]] | None = None,
    mode: str = AnswerMode.INDIVIDUAL,
) -> Any:
    """A group that answered: one level a person, for every question or question by question.

    -1 is « je ne sais pas », -2 « pas concerné ».
    """
    ids = [item["id"] for item in cycle.round.form["items"]]
    by_item = levels if isinstance(levels, Mapping) else dict.fromkeys(ids, levels)
    with scope(cycle.organisation):
        place = cycle.round.calls.count()
        call = RoundCollegeFactory(
            round=cycle.round,
            college=CollegeFactory(organisation=cycle.organisation, name=name, position=place),
            item_ids=[item for item in ids if item in by_item],
            expected_count=expected,
            answered_count=max((len(said) for said in by_item.values()), default=0),
            mode=mode,
        )
        owned = {"organisation": cycle.organisation, "call": call}
        people = [random_key() for _ in range(call.answered_count)]
        Answer.objects.bulk_create(
            Answer(
                **owned,
                item_id=item,
                respondent=person,
                kind=KINDS.get(level, AnswerKind.LEVEL),
                level=level if level > 0 else None,
            )
            for item, said in by_item.items()
            for person, level in zip(people, said, strict=False)
        )
        Comment.objects.bulk_create(
            Comment(**owned, item_id=item, text=text)
            for item, texts in (comments or {}).items()
            for text in texts
        )
    return call


def around(middle: float, people: int, rng: random.Random, unknown: float = 0.05) -> list[int]:
    """Levels of five around a middle, with some who do not know."""
    return [
        DONT_KNOW if rng.random() < unknown else min(5, max(1, round(rng.gauss(middle, 0.9))))
        for _ in range(people)
    ]


def five_groups(cycle: Cycle, seed: int = 5) -> None:
    """Five groups over every question: far apart on the first, unsure on the second, agreed elsewhere."""
    rng = random.Random(seed)
    ids = [item["id"] for item in cycle.round.form["items"]]
    groups = [
        ("Administrateurs", 7, 9, 0.9),
        ("Salariés permanents", 14, 15, 0.2),
        ("Salariés en parcours", 31, 60, -0.9),
        ("Clients", 11, 40, 0.0),
        ("Bénévoles", 3, 8, 0.0),
    ]
    centres = [2.9, 2.6, 2.1, 3.4, 3.6, 2.2, 3.9, 3.1, 3.5, 3.7, 2.8, 3.3, 4.1]
    spreads = [1.5, 0.3, 0.1, 1.1, 0.2, 0.3, 0.2, 0.3, 0.2, 0.4, 0.2, 0.3, 0.1]
    said = [
        "On m’a demandé une fois, je n’ai jamais su la suite.",
        "Les idées partent dans une boîte, et la boîte reste fermée.",
        "Depuis la réunion de mars on nous répond. C’est mieux qu’avant.",
        "Je ne savais pas qu’on pouvait donner son avis.",
        "Le planning change sans qu’on nous prévienne, alors l’avis des clients, personne n’a le temps.",
        "On écoute surtout ceux qui parlent fort.",
        "Il faudrait une affiche dans le vestiaire, pas un courriel.",
        "Bonne idée mais trop tard : c’était déjà décidé.",
    ]
    for name, people, expected, lean in groups:
        levels = {
            item: around(
                centres[place % 13] + lean * spreads[place % 13], people, rng, 0.45 if place == 1 else 0.04
            )
            for place, item in enumerate(ids)
        }
        comments = {item: rng.sample(said, k=min(len(said), people // 4)) for item in ids[:3]}
        heard(cycle, name, levels, expected=expected, comments=comments)
