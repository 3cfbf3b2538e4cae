"""How many queries each page of a space asks, with the demonstration, and with twice as much in it."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marchepied.apps.diagnosis.models import Cycle, Declared
from marchepied.apps.evidence.models import Evidence
from marchepied.apps.meetings.models import Decision, Minute
from marchepied.apps.organisations.models import MemberInvitation, Site
from marchepied.apps.participation.models import College, Comment
from marchepied.apps.plans.models import (
    Act,
    ActDone,
    Action,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Objective,
    Review,
    ReviewedAction,
)
from marchepied.apps.referentials.selectors import read_practices, read_referential
from marchepied.core.scope import scope
from tests.addresses import IN_SPACE
from tests.factories.organisations import MembershipFactory
from tests.journeys.crawling import FILES
from tests.journeys.stages import Stage, set_stages

pytestmark = pytest.mark.django_db

MOST = 25
# The whole account of three years on one page, each year read once: a long document, not a list.
DOCUMENT = {
    "restitution:pack": 59,
    "restitution:pack-freeze": 57,
    "restitution:pack-restore": 58,
    "restitution:pack-section": 58,
}
# What each page asked when it was last looked at: one that asks more says why.
# What each page asked when it was last looked at: one that asks more says why.
COUNTS: dict[str, int] = {
    "deliberation:deciding": 14,
    "deliberation:decision": 4,
    "deliberation:decision-delete": 4,
    "deliberation:decision-new": 11,
    "deliberation:import": 3,
    "deliberation:import-progress": 4,
    "deliberation:proposal": 11,
    "deliberation:proposal-edit": 6,
    "deliberation:proposal-new": 6,
    "deliberation:result-json": 5,
    "deliberation:invite": 6,
    "deliberation:invite-mail": 5,
    "deliberation:paper-entry": 7,
    "deliberation:poster": 5,
    "deliberation:remind": 6,
    "deliberation:statement-merge": 6,
    "deliberation:statement-refuse": 5,
    "deliberation:statements": 8,
    "deliberation:topic": 8,
    "deliberation:topic-extend": 4,
    "deliberation:topic-new": 4,
    "deliberation:topics": 4,
    "deliberation:vote-end": 8,
    "diagnosis:answer-all": 6,
    "diagnosis:assembly": 4,
    "diagnosis:attendance": 7,
    "diagnosis:clear-answer": 5,
    "diagnosis:crossed": 7,
    "diagnosis:crossed-question": 8,
    "diagnosis:cycle": 20,
    "diagnosis:decide": 11,
    "diagnosis:elsewhere": 7,
    "diagnosis:elsewhere-change": 6,
    "diagnosis:elsewhere-withdraw": 6,
    "diagnosis:finish": 4,
    # Four of them ask what waits in networks.
    "diagnosis:home": 22,
    "diagnosis:import": 3,
    "diagnosis:import-check": 4,
    "diagnosis:import-columns": 5,
    "diagnosis:keep-questions": 4,
    "diagnosis:kit": 11,
    "diagnosis:minute": 6,
    "diagnosis:minute-remove": 6,
    "diagnosis:minutes": 13,
    "diagnosis:minutes-text": 13,
    "diagnosis:path": 5,
    "diagnosis:positions": 13,
    "diagnosis:question": 11,
    "diagnosis:questions": 8,
    "diagnosis:room": 11,
    "diagnosis:room-pulse": 6,
    "diagnosis:scope": 5,
    "diagnosis:standard": 8,
    "diagnosis:standards": 6,
    "diagnosis:start-next": 11,
    "diagnosis:step": 6,
    "diagnosis:table": 8,
    "diagnosis:table-actions": 11,
    "diagnosis:table-meeting": 11,
    "diagnosis:table-question": 9,
    "diagnosis:withdraw": 9,
    "diagnosis:upgrade": 6,
    "diagnosis:workshop": 9,
    "diagnosis:years": 18,
    "evidence:add": 3,
    "evidence:delete": 5,
    "evidence:edit": 5,
    "evidence:list": 5,
    "labels:space-label": 9,
    "labels:space-labels": 4,
    "labels:tell": 4,
    "labels:withdraw": 4,
    "listening:answers-brought": 6,
    "listening:bring-check": 5,
    "listening:complaint": 12,
    "listening:complaint-action": 7,
    "listening:complaint-note": 4,
    "listening:complaint-noted": 4,
    "listening:complaints": 6,
    "listening:complaints-bring": 4,
    "listening:complaints-close": 4,
    "listening:complaints-door": 4,
    "listening:complaints-poster": 4,
    "listening:complaints-settle": 5,
    "listening:complaints-sort": 5,
    "listening:complaints-year": 6,
    "listening:idea": 9,
    "listening:idea-action": 7,
    "listening:idea-new": 5,
    "listening:ideas": 9,
    "listening:ideas-bring": 4,
    "listening:ideas-close": 4,
    "listening:ideas-door": 5,
    "listening:ideas-poster": 4,
    "listening:ideas-settle": 5,
    "listening:invite": 6,
    "listening:invite-mail": 5,
    "listening:paper-entry": 6,
    "listening:poster": 5,
    "listening:registers": 6,
    "listening:relay": 5,
    "listening:relay-give": 5,
    "listening:relay-revoke": 4,
    "listening:relays": 5,
    "listening:remind": 6,
    "listening:survey": 7,
    "listening:survey-bring": 3,
    "listening:survey-close": 6,
    "listening:survey-elsewhere": 5,
    "listening:survey-extend": 4,
    "listening:survey-new": 4,
    "listening:survey-preview": 4,
    "listening:surveys": 4,
    "listening:theme": 11,
    "listening:theme-action": 11,
    "listening:themes": 13,
    "networks:appeal": 7,
    "networks:appeal-date": 4,
    "networks:appeal-history": 7,
    "networks:appeal-new": 5,
    "networks:committee": 11,
    "networks:committee-new": 4,
    "networks:committee-override": 4,
    "networks:end": 4,
    "networks:expert-end": 5,
    "networks:expert-invite": 4,
    "networks:group-link": 5,
    "networks:group-renew": 5,
    "networks:invite": 3,
    "networks:merge": 5,
    "networks:network": 8,
    "networks:network-leave": 4,
    "networks:networks": 7,
    "networks:proposal": 7,
    "networks:propose": 4,
    "networks:remark": 6,
    "networks:share": 6,
    "networks:shared-appeal": 6,
    "networks:shared-proposal": 7,
    "networks:shared-propose": 4,
    "networks:writing": 6,
    "organisations:delete": 4,
    "organisations:house": 8,
    "organisations:invite": 3,
    "organisations:leave": 3,
    "organisations:lines": 5,
    "organisations:member": 4,
    "organisations:member-remove": 4,
    "organisations:people": 6,
    "organisations:profile": 3,
    "organisations:site": 4,
    "organisations:site-add": 3,
    "organisations:site-delete": 4,
    "organisations:words": 3,
    "organisations:words-example": 3,
    "participation:college": 8,
    "participation:colleges": 7,
    "participation:invite": 6,
    "participation:poster": 5,
    "participation:preview": 7,
    "plans:act": 6,
    "plans:act-add": 4,
    "plans:act-delete": 4,
    "plans:act-end": 4,
    "plans:action": 13,
    "plans:action-add": 11,
    "plans:action-delete": 4,
    "plans:actions-import": 5,
    "plans:acts": 4,
    "plans:board": 6,
    "plans:calendar": 13,
    "plans:coherence": 13,
    "plans:feed-close": 4,
    "plans:feed-renew": 4,
    "plans:indicator": 6,
    "plans:indicator-add": 11,
    "plans:indicator-adopt": 8,
    "plans:indicator-delete": 4,
    "plans:indicator-edit": 12,
    "plans:indicator-targets": 6,
    "plans:indicator-values": 6,
    "plans:indicators": 6,
    "plans:indicators-import": 3,
    "plans:notices": 5,
    "plans:objective": 4,
    "plans:objective-add": 5,
    "plans:objective-delete": 4,
    "plans:plan": 10,
    "plans:practice": 4,
    "plans:practices": 4,
    "plans:propose": 10,
    "plans:review": 4,
    "plans:review-add": 8,
    "plans:review-delete": 4,
    "plans:reviews": 7,
    "plans:table": 14,
    # Complaints, ideas, topics, actions, reviews and replies owed, each read once.
    "plans:todo": 19,
    "plans:vision": 8,
    "plans:vote": 5,
    "plans:vote-new": 13,
    "plans:votes": 6,
    "referentials:draft": 6,
    "referentials:draft-discard": 4,
    "referentials:draft-head": 4,
    "referentials:draft-history": 5,
    "referentials:draft-publish": 5,
    "referentials:guide-new": 4,
    "referentials:guides": 6,
    "referentials:import": 3,
    "referentials:import-check": 9,
    "referentials:item": 4,
    "referentials:item-add": 4,
    "referentials:item-move": 4,
    "referentials:item-preview": 4,
    "referentials:item-remove": 4,
    "referentials:version": 6,
    "restitution:assembly": 10,
    "restitution:pack": 59,
    "restitution:pack-freeze": 57,
    "restitution:pack-restore": 58,
    "restitution:pack-section": 58,
    "restitution:sheet": 17,
}
# Rows that a space gathers more and more of, each with what points at it.
GROWING: dict[Any, tuple[tuple[Any, str], ...]] = {
    Objective: (),
    Action: ((ReviewedAction, "action"),),
    Act: ((ActDone, "act"),),
    Indicator: ((IndicatorValue, "indicator"), (IndicatorTarget, "indicator")),
    Review: ((ReviewedAction, "review"),),
    Evidence: (),
    Declared: (),
    Minute: (),
    Decision: (),
    Site: (),
    MemberInvitation: (),
    College: (),
    Comment: (),
}


@pytest.fixture(autouse=True)
def private_files() -> None:
    """The files of the demonstration were written once, for all these tests."""


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        try:
            stage = set_stages()[0]
            stage.known |= find_first(stage)
            yield stage
        finally:
            call_command("flush", interactive=False, verbosity=0)


def find_first(stage: Stage) -> dict[str, Any]:
    """The same rows each time: ids are drawn at random."""
    with scope(stage.organisation):
        cycle = Cycle.objects.select_related("round").get(pk=stage.known["cycle"])
        call = cycle.round.calls.order_by("college__position").first()
        titled = {"action": Action, "evidence": Evidence, "act": Act}
        found = {name: model.objects.order_by("title").first().pk for name, model in titled.items()}
        indicator = Indicator.objects.order_by("name").first()
        return {"call": call.pk, "college": call.college_id, "indicator": indicator.pk, **found}


@pytest.fixture(scope="module")
def before(stage: Stage, django_db_blocker: Any) -> dict[str, int]:
    with django_db_blocker.unblock():
        read_practices("fr")  # what ships is read once a process, whichever page comes first
        read_referential(stage.known["version"])  # and so is what the space published
        return count_queries(stage)


@pytest.fixture(scope="module")
def after(stage: Stage, before: dict[str, int], django_db_blocker: Any) -> dict[str, int]:
    with django_db_blocker.unblock():
        double_rows(stage.organisation)
        return count_queries(stage)


def count_queries(stage: Stage) -> dict[str, int]:
    """The queries of each page that the pilot of this space may open."""
    counts = {}
    logging.disable(logging.WARNING)  # pages that are not there at this moment are expected
    for address in IN_SPACE:
        if address.route.endswith(FILES) or not set(address.arguments) <= set(stage.known):
            continue
        url = reverse(address.name, kwargs={name: stage.known[name] for name in address.arguments})
        with CaptureQueriesContext(connection) as asked:
            response = stage.client.get(url)
        if response.status_code == 200:
            counts[address.name] = len(asked)
    logging.disable(logging.NOTSET)
    return counts


def double_rows(organisation: Any) -> None:
    """One more of each row of the space, with what hangs on it."""
    with scope(organisation):
        for model, hanging in GROWING.items():
            for row in list(model.objects.filter(organisation=organisation)):
                rows = [(child, name, list(child.objects.filter(**{name: row}))) for child, name in hanging]
                again = copy_row(row)
                for _child, name, found in rows:
                    for child_row in found:
                        setattr(child_row, name, again)
                        copy_row(child_row)
    for _number in range(organisation.memberships.count()):
        MembershipFactory(organisation=organisation)


def copy_row(row: Any) -> Any:
    """The same row again, under names of its own where they have to be."""
    row.pk, row._state.adding = None, True
    row.pk = row._meta.pk.get_default()
    for name in ("key", "name", "email"):
        if isinstance(getattr(row, name, None), str):
            setattr(row, name, f"deux-{getattr(row, name)}"[: row._meta.get_field(name).max_length])
    row.save(force_insert=True)
    return row


def test_every_page_is_counted(before):
    assert before == COUNTS


def test_no_page_asks_too_much(before):
    assert {name: count for name, count in before.items() if count > DOCUMENT.get(name, MOST)} == {}


def test_no_page_asks_more_of_twice_as_much(before, after):
    """Nor less, which would say that the page is no longer the same."""
    assert {name: (before[name], count) for name, count in after.items() if count != before[name]} == {}
