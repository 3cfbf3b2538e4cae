"""The house of a told story: the organisation and its people, made by the services, then given their days.

The services date what they do today: a record is made by its service, then dated back. Nothing else is
written past them.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.selectors import Project, project_of
from marchepied.apps.organisations.services import (
    accept_invitation,
    add_site,
    create_organisation,
    create_person,
    invite_member,
    set_activities,
    set_purposes,
    set_vocabulary,
    update_person,
    update_profile,
)
from marchepied.apps.places.selectors import find_commune
from marchepied.apps.referentials.selectors import guide_version
from marchepied.apps.referentials.services import publish_own_referential
from marchepied.apps.restitution.services._demo_data import count_day

PROFILE = ("size_band", "sector", "presentation", "traits")


@dataclass
class Stage:
    """A story being lived: what is told of the house, counted from which day, and the records made so far."""

    told: dict[str, Any]
    today: date
    people: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Any] = field(default_factory=dict)
    objectives: dict[str, Any] = field(default_factory=dict)
    indicators: dict[str, Any] = field(default_factory=dict)
    organisation: Any = None
    # The guide as it was before, where the story tells that its words changed.
    earlier_guide: Any = None

    @property
    def pilot(self) -> Any:
        """The first person told: the one who does everything that nobody else is said to do."""
        return next(iter(self.people.values()))

    @property
    def shift(self) -> timedelta:
        """How far the day of the story is from this very day: the services know of no other."""
        return self.today - timezone.localdate()

    def day(self, told: Any) -> date:
        return count_day(self.today, told)

    def moment(self, told: Any, hour: int = 10) -> datetime:
        """Ten in the morning of that day, unless said otherwise."""
        return timezone.make_aware(datetime.combine(self.day(told), time(hour)))


@dataclass
class Year:
    """One cycle of a story: what is told of it, and what its plan and meeting have made so far."""

    stage: Stage
    told: dict[str, Any]
    cycle: Any = None
    positions: dict[str, Any] = field(default_factory=dict)
    actions: dict[str, Any] = field(default_factory=dict)

    @property
    def pilot(self) -> Any:
        return self.stage.pilot


def read_serves(stage: Stage, told: dict[str, Any]) -> Project | None:
    """What a told action or decision serves: ranks, from 1, of the purposes and activities of the house."""
    if "serves" not in told:
        return None
    whole, ranks = project_of(stage.organisation), told["serves"]
    return Project(
        [whole.purposes[rank - 1] for rank in ranks.get("purposes", ())],
        [whole.activities[rank - 1] for rank in ranks.get("activities", ())],
    )


def date_back(row: Any, **days: Any) -> None:
    """Give a record the days it was told to have."""
    for name, value in days.items():
        setattr(row, name, value)
    row.save(update_fields=list(days))


def open_house(stage: Stage) -> None:
    """Make the people and the organisation; only then is there a scope to write in."""
    for key, told in stage.told["people"].items():
        person = create_person(email=told["email"], language="fr")
        stage.people[key] = update_person(name=told["name"], language="fr", by=person)
    stage.organisation = create_organisation(
        name=stage.told["name"], legal_form=stage.told["legal_form"], by=stage.pilot, is_demo=True
    )


def furnish_house(stage: Stage) -> None:
    """Say what the organisation is, and gather its people."""
    _describe_house(stage)
    _gather_people(stage)
    if "guide_before" in stage.told:
        stage.earlier_guide = _publish_earlier_guide(stage)


def _describe_house(stage: Stage) -> None:
    told, owned = stage.told, {"organisation": stage.organisation, "by": stage.pilot}
    commune = find_commune(told.get("commune", ""))
    changes = {name: told[name] for name in PROFILE if name in told}
    update_profile(**owned, **changes, commune_id=commune.pk if commune else None)
    if words := told.get("vocabulary"):
        set_vocabulary(**owned, words=words)
    if "purposes" in told:
        set_purposes(**owned, texts=told["purposes"])
    if "activities" in told:
        set_activities(**owned, texts=told["activities"])
    for site in told.get("sites", ()):
        place = find_commune(site["commune"])
        add_site(**owned, name=site["name"], commune_id=place.pk if place else None)


def _gather_people(stage: Stage) -> None:
    """Invite everybody but the pilot, and have each of them accept; an accompagnement ends as told."""
    for key, told in list(stage.told["people"].items())[1:]:
        invitation = invite_member(
            organisation=stage.organisation,
            email=told["email"],
            role=told["role"],
            until=timezone.localdate() if told["role"] == Role.ACCOMPAGNATEUR else None,
            by=stage.pilot,
        )
        membership = accept_invitation(invitation=invitation, by=stage.people[key])
        if "until" in told:
            date_back(membership, until=stage.day(told["until"]))


def _publish_earlier_guide(stage: Stage) -> Any:
    """The guide with some questions in other words, as it is told to have been: the organisation's own.

    So that a demonstration never adds a version to the guide that every organisation of the instance shares.
    """
    told = stage.told["guide_before"]
    content = deepcopy(guide_version().content)
    for question in _walk_questions(content):
        question.update(told["questions"].get(question["id"], {}))
    content["version"] = told["version"]
    version = publish_own_referential(
        owner=stage.organisation, title=content["title"], content=content, by=stage.pilot
    )
    date_back(version, number=told["version"], published_at=stage.moment(told["published"]))
    return version


def _walk_questions(content: dict[str, Any]) -> Any:
    for axis in content["axes"]:
        for domain in axis.get("domains", ()):
            yield from domain["questions"]
