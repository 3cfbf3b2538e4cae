"""Two or three years of the same organisation: cycles that follow one another, each with its release."""

import copy
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.collection import build_form
from marchepied.apps.diagnosis.services.cycles import finish_cycle, start_next_cycle
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.participation.enums import AnswerKind, RoundState
from marchepied.apps.participation.models import Answer, random_key
from marchepied.apps.referentials.models import ReferentialVersion
from marchepied.core.scope import scope
from marchepied.engines.referential import content_hash
from tests.factories.crossed import closed_cycle, heard
from tests.factories.participation import RoundCollegeFactory, RoundFactory


def first_year(said: Mapping[str, Sequence[int]], questions: int = 3, **more: Any) -> Cycle:
    """A finished cycle of theme 5, started a year ago: a level for each person of each group."""
    cycle = closed_cycle(questions=questions)
    for name, levels in said.items():
        heard(cycle, name, levels, **more)
    with scope(cycle.organisation):
        cycle.started_on = timezone.localdate() - timedelta(days=365)
        cycle.title = f"Démarche {cycle.started_on.year}"
        cycle.save()
        make_release(cycle=cycle, by=None)
        finish_cycle(cycle=cycle, by=None)
    return cycle


def next_year(last: Cycle, said: Mapping[str, Sequence[int]], *, running: bool = False) -> Cycle:
    """The cycle after: the same groups are asked again, by their names, and say this."""
    with scope(last.organisation):
        cycle = start_next_cycle(last=last, axis_ids=last.axis_ids, depth=last.depth, path=last.path, by=None)
        cycle.question_ids = last.question_ids
        ask_again(cycle, last, said)
        if not running:
            finish_cycle(cycle=cycle, by=None)
    return cycle


def ask_again(cycle: Cycle, last: Cycle, said: Mapping[str, Sequence[int]]) -> None:
    """Close a round of the cycle where the groups of the last one answered this, and show it."""
    form = build_form(cycle, cycle.question_ids)
    cycle.round = RoundFactory(organisation=cycle.organisation, form=form, state=RoundState.CLOSED)
    cycle.save()
    colleges = {call.college.name: call for call in last.round.calls.select_related("college")}
    for name, levels in said.items():
        call = RoundCollegeFactory(
            round=cycle.round,
            college=colleges[name].college,
            item_ids=[item["id"] for item in form["items"]],
            expected_count=colleges[name].expected_count,
            answered_count=len(levels),
        )
        people = [random_key() for _level in levels]
        Answer.objects.bulk_create(
            Answer(
                organisation=cycle.organisation,
                call=call,
                item_id=item_id,
                respondent=person,
                kind=AnswerKind.LEVEL,
                level=level,
            )
            for item_id in call.item_ids
            for person, level in zip(people, levels, strict=True)
        )
    make_release(cycle=cycle, by=None)


def rewrite_guide(question_id: str, wording: str, *, number: str = "9.0.0") -> ReferentialVersion:
    """A new version of the guide where one question is asked in other words."""
    latest = ReferentialVersion.objects.filter(referential__slug="guide-ess").first()
    content = copy.deepcopy(latest.content)
    for axis in content["axes"]:
        for domain in axis.get("domains", ()):
            for question in domain["questions"]:
                if question["id"] == question_id:
                    question["wording"]["fr"] = wording
    return ReferentialVersion.objects.create(
        referential=latest.referential,
        number=number,
        content=content,
        content_hash=content_hash(content),
    )
