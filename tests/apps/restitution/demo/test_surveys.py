"""The enterprise of the demonstration has a survey that people are answering."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from marchepied.apps.listening.models import Survey
from marchepied.apps.listening.selectors.surveys.stages import stage_of
from marchepied.apps.listening.selectors.surveys.waiting import SurveyWait, surveys_waiting
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.participation.validators import token_of
from marchepied.core.scope import scope

TITLE = "Votre samedi à l’atelier de réparation"


def test_one_survey_is_open_with_a_first_result_and_its_link_answers(client, demo, plain):
    house, today = demo["l-etabli-des-saules"], timezone.localdate()
    with scope(house):
        (survey,) = Survey.objects.filter(round__state=RoundState.OPEN)
        stage = stage_of(survey)
        (call,) = calls_of(survey.round)
        waits = [
            (why, plain(row.title["fr"])) for why, row in surveys_waiting(house, today, survey.closes_on)
        ]
    assert (plain(survey.title["fr"]), survey.closes_on) == (TITLE, today + timedelta(days=7))
    assert survey.round.closes_on == survey.closes_on
    assert (stage.answers, stage.release.answers, stage.release.closing) == (26, 20, False)
    assert stage.release.made_at.date() == today - timedelta(days=4)
    assert (SurveyWait.ENDS, TITLE) in waits
    address = reverse("listening:survey-answer", args=[token_of(call.handle)])
    assert client.get(address).status_code == 200
