"""Notes taken in the room."""

import pytest
from django.urls import reverse

from marchepied.apps.meetings.models import Minute
from marchepied.core.scope import scope
from tests.web.diagnosis.room.leading import read, url

pytestmark = pytest.mark.django_db


def test_a_note_on_a_question_that_is_not_asked_is_not_found(cycle, client, sign_in):
    sign_in()
    page = reverse("diagnosis:room-note", args=[cycle.organisation.slug, cycle.pk, "autre"])
    assert client.post(page, {"kind": "note", "text": "Bonjour"}).status_code == 404


def test_a_note_is_kept_and_a_refused_one_comes_back(cycle, client, sign_in, plain):
    sign_in()
    sent = {"kind": "objection", "text": "Trop court.", "said_by": "deux salariés"}
    response = client.post(url(cycle, "room-note"), sent)
    assert response["Location"] == url(cycle) + "?note=1#noter"
    page = read(client.get(response["Location"]))
    assert plain(page.select_one(".lines__text").get_text(" ")) == "Trop court. (deux salariés) sans réponse"
    assert page.select_one("form[data-draft]").has_attr("data-kept")
    refused = read(client.post(url(cycle, "room-note"), {"kind": "rien", "text": "À ne pas perdre"}))
    assert refused.select_one("textarea").get_text(strip=True) == "À ne pas perdre"
    assert refused.select_one("form[data-draft]").has_attr("data-kept") is False
    with scope(cycle.organisation):
        assert [line.text for line in Minute.objects.all()] == ["Trop court."]
