"""The daily upkeep erases what was promised."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from marchepied.apps.listening.models import SurveyRelease
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.models import Answer
from marchepied.apps.participation.services.deposit import deposit_answers
from marchepied.core.scope import scope, unscoped
from tests.factories.organisations import OrganisationFactory
from tests.factories.participation import RoundCollegeFactory
from tests.factories.surveys import FILLED, fill
from tests.factories.surveys import open_one as open_survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tasks_in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_keys_finished_tasks_and_old_sessions_go():
    today = timezone.localdate()
    calls = [RoundCollegeFactory(), RoundCollegeFactory()]
    with unscoped("looking at two organisations"):
        for call, age in zip(calls, (400, 3), strict=True):
            deposit_answers(call=call, answers={"q1": 3}, comments={})
            call.round.state, call.round.closed_on = RoundState.CLOSED, today - timedelta(days=age)
            call.round.save()
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days))
    for finished in (timezone.now() - timedelta(days=3), timezone.now()):
        DBTaskResult.objects.create(
            status="SUCCESSFUL",
            finished_at=finished,
            enqueued_at=finished,
            args_kwargs={"args": [], "kwargs": {}},
            priority=0,
            task_path="marchepied.core.mail.deliver",
            backend_name="default",
            queue_name="default",
            worker_ids=[],
            exception_class_path="",
            traceback="",
        )
    call_command("maintain", verbosity=0)
    with unscoped("looking at two organisations"):
        keys = {answer.call_id: answer.respondent for answer in Answer.objects.all()}
    assert keys[calls[0].pk] is None
    assert keys[calls[1].pk] is not None
    assert [row.session_key for row in Session.objects.all()] == ["new"]
    assert DBTaskResult.objects.filter(status="SUCCESSFUL").count() == 1


def test_the_mails_of_the_plan_are_planned_once_it_is_morning():
    call_command("maintain", verbosity=0)
    planned = DBTaskResult.objects.get(status="READY", task_path="marchepied.apps.plans.tasks.send_due_mails")
    morning = timezone.localtime().replace(hour=7, minute=0, second=0, microsecond=0)
    assert (planned.run_after == morning) is (timezone.localtime() < morning)


def test_a_questionnaire_that_nobody_closed_ends_when_it_said():
    """People were told « so many months after the end »: forgetting to close does not keep their keys."""
    today = timezone.localdate()
    calls = [
        RoundCollegeFactory(round__closes_on=today - timedelta(days=400)),
        RoundCollegeFactory(round__closes_on=today - timedelta(days=3)),
    ]
    with unscoped("looking at two organisations"):
        for call in calls:
            deposit_answers(call=call, answers={"q1": 3}, comments={})
    call_command("maintain", verbosity=0)
    with unscoped("looking at two organisations"):
        keys = {answer.call_id: answer.respondent for answer in Answer.objects.all()}
        for call in calls:
            call.round.refresh_from_db()
    assert keys[calls[0].pk] is None
    assert calls[0].round.state == RoundState.CLOSED
    assert keys[calls[1].pk] is not None
    assert calls[1].round.state == RoundState.OPEN


def test_a_survey_that_nobody_closed_is_closed_with_its_result():
    house = OrganisationFactory()
    with scope(house):
        survey = open_survey(house)
        fill(survey, FILLED, times=12)
        survey.round.closes_on = timezone.localdate() - timedelta(days=800)
        survey.round.save()
    call_command("maintain", verbosity=0)
    with scope(house):
        release = SurveyRelease.objects.get(survey=survey)
        keys = {answer.respondent for answer in Answer.objects.filter(call__round=survey.round)}
    assert (release.closing, release.answers) == (True, 12)
    assert release.content["entries"][1]["lines"][0]["whole"]["people"] == 12
    assert len(keys) == 12  # they go so many months after this closing


def test_addresses_of_devices_do_not_stay_in_the_cache(settings):
    """The brakes count by the device's address, in rows that Django leaves after their time."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_of_this_test",
        }
    }
    call_command("createcachetable", verbosity=0)
    caches["default"].set("old:203.0.113.7", 1, timeout=-60)
    caches["default"].set("new:203.0.113.8", 1, timeout=60)
    call_command("maintain", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_of_this_test")
        assert cursor.fetchall() == [(":1:new:203.0.113.8",)]
