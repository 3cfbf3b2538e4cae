"""After the assembly: what it decided reaches the pack and those who answered."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.enums import Agreement, StepState
from marchepied.apps.diagnosis.models import CycleStep
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.participation.models import Reply, RoundCollege
from marchepied.apps.participation.validators import token_of
from marchepied.apps.plans.models import Action
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.apps.restitution.compute import build_document, describe_reply
from marchepied.apps.restitution.selectors import assembly_of
from marchepied.core.scope import scope
from marchepied.engines.documents import list_texts
from tests.web.restitution.test_views import call_groups

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DECISION = {
    "gesture": "decide",
    "text": "Le plan est adopté.",
    "outcome": "adopted",
    "in_favour": "40",
    "against": "2",
    "abstained": "1",
}


@pytest.fixture
def heard(cycle, pilot):
    """Employees answered the first question; it was decided, and an action followed."""
    with scope(cycle.organisation):
        call_groups(
            cycle, ("Salariés", 15, [1, 2, 1, 2, 2, 1, 2, 3, 3, 2, 1, 4]), ("Bénévoles", 4, [5, 5, 5])
        )
        take_position(
            cycle=cycle,
            question_id=cycle.question_ids[0],
            level=2,
            words="On répondra sous un mois.",
            agreement=Agreement.DISAGREEMENT,
            disagreement_note="Trop long.",
            by=pilot,
        )
        content = ActionContent(
            title="Écrire la réponse type", owner_name="Nadia", due_on=TODAY + timedelta(days=60)
        )
        add_action(cycle=cycle, content=content, question_id=cycle.question_ids[0], by=pilot)
    return cycle


def note(client, address, **more):
    sent = {
        "gesture": "note",
        "held_on": TODAY.isoformat(),
        "place": "Salle des fêtes",
        "present": "42",
        "represented": "11",
    }
    return client.post(address("assembly"), sent | more, follow=True)


def read_link(client, cycle):
    with scope(cycle.organisation):
        code = token_of(RoundCollege.objects.order_by("pk").first().handle)
    return client.get(reverse("participation:answer", args=[code]))


def test_the_meeting_its_decisions_and_what_was_said(cycle, pilot, client, address, plain):
    note(client, address)
    client.post(address("assembly"), DECISION)
    page = client.post(
        address("assembly"), {"gesture": "say", "text": "Un échange vif.\r\n\r\nPuis un accord."}, follow=True
    )
    said = plain(page.content.decode())
    assert "42 personnes présentes, 11 représentées." in said
    assert "adoptée · 40 pour · 2 contre · 1 abstention" in said
    with scope(cycle.organisation):
        held = assembly_of(cycle)
        assert (held.held_on, held.meeting.place, held.meeting.kind) == (TODAY, "Salle des fêtes", "assembly")
        assert [minute.text for minute in held.minutes] == ["Un échange vif.", "Puis un accord."]
        texts = [plain(text) for text in list_texts(build_document(cycle, "fr"))]
    start = texts.index("Le plan est adopté.")
    assert texts[start - 1 : start + 2] == [
        "42 personnes présentes, 11 représentées.",
        "Le plan est adopté.",
        "adoptée · 40 pour, 2 contre, 1 abstention",
    ]
    assert "Ce qui s’est dit à l’assemblée" in texts


def test_noted_again_the_numbers_replace_those_before(cycle, pilot, client, address):
    note(client, address)
    note(client, address, present="40", represented="")
    with scope(cycle.organisation):
        held = assembly_of(cycle)
        assert (held.attendance.present, held.attendance.represented) == (40, 0)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"held_on": (TODAY + timedelta(days=3)).isoformat()}, "Cette date est à venir"),
        ({"held_on": ""}, "Donnez le jour de l’assemblée."),
        ({"present": "-4"}, "supérieure ou égale à 0"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cycle, pilot, client, address, plain, sent, said):
    page = note(client, address, **sent)
    assert said in plain(page.content.decode())
    assert page.context["forms"]["meeting"].data["place"] == "Salle des fêtes"
    with scope(cycle.organisation):
        assert assembly_of(cycle).meeting is None


def test_a_decision_is_corrected_then_removed(cycle, pilot, client, address, plain):
    client.post(address("assembly"), DECISION)
    with scope(cycle.organisation):
        (decision,) = assembly_of(cycle).decisions
    key = str(decision.pk)
    sent = {f"{key}-text": "Le plan est rejeté.", f"{key}-outcome": "rejected", f"{key}-in_favour": ""}
    client.post(address("assembly"), {"gesture": "redecide", "id": key, **sent})
    with scope(cycle.organisation):
        (decision,) = assembly_of(cycle).decisions
        assert (decision.text, decision.outcome, decision.in_favour) == (
            "Le plan est rejeté.",
            "rejected",
            None,
        )
    page = client.post(
        address("assembly"), {"gesture": "redecide", "id": key, f"{key}-text": ""}, follow=True
    )
    assert "obligatoire" in plain(page.content.decode())
    asked = client.post(address("assembly"), {"gesture": "undecide", "id": key})
    assert "Retirer cette décision ?" in plain(asked.content.decode())
    client.post(address("assembly"), {"gesture": "undecide", "id": key, "sure": "1"})
    with scope(cycle.organisation):
        assert assembly_of(cycle).decisions == ()
    assert client.post(address("assembly"), {"gesture": "undecide", "id": key}).status_code == 404
    assert client.post(address("assembly"), {"gesture": "burn"}).status_code == 404


def test_a_line_of_the_debate_is_removed_once_confirmed(cycle, pilot, client, address, plain):
    client.post(address("assembly"), {"gesture": "say", "text": "Un mot de trop."})
    with scope(cycle.organisation):
        (minute,) = assembly_of(cycle).minutes
    sent = {"gesture": "unsay", "id": str(minute.pk)}
    assert "Un mot de trop." in plain(client.post(address("assembly"), sent).content.decode())
    client.post(address("assembly"), sent | {"sure": "1"})
    with scope(cycle.organisation):
        assert assembly_of(cycle).minutes == ()


def test_the_step_is_done_once_the_day_is_known(cycle, pilot, client, address, plain):
    page = client.post(address("assembly"), {"gesture": "close"}, follow=True)
    assert "Dites d’abord quand l’assemblée a eu lieu." in plain(page.content.decode())
    note(client, address)
    page = client.post(address("assembly"), {"gesture": "close"}, follow=True)
    assert "Terminer cette démarche" in plain(page.content.decode())
    with scope(cycle.organisation):
        assert CycleStep.objects.get(key="assembly").state == StepState.DONE


def test_people_read_what_became_of_what_they_said(heard, client, address, plain):
    client.post(address("sheet-publish"))
    client.logout()
    soup = BeautifulSoup(read_link(client, heard).content, "html.parser")
    section = soup.select_one(".followed")
    assert [plain(part.text) for part in section.select("dt")] == [
        "Vous avez dit", "On a décidé", "Ce que c’est devenu",
    ]  # fmt: skip
    told = [plain(part.text) for part in section.select("dd")]
    assert told[1] == "On répondra sous un mois. Un désaccord demeure."
    assert told[2].startswith("à faire Écrire la réponse type (Nadia, d’ici le")
    # The small group stays unsaid.
    assert "Bénévoles" not in plain(soup.text)


def test_the_page_follows_the_plan_when_it_is_brought_up_to_date(heard, pilot, client, address, plain):
    client.post(address("sheet-publish"))
    assert "Rien n’a changé depuis." in plain(client.get(address("sheet")).content.decode())
    with scope(heard.organisation):
        Action.objects.update(state="done", result="La réponse part sous huit jours.")
    note(client, address)
    client.post(address("assembly"), DECISION)
    assert "La réponse part" not in plain(read_link(client, heard).content.decode())
    assert "Des choses ont bougé depuis" in plain(client.get(address("sheet")).content.decode())
    client.post(address("sheet-publish"))
    said = plain(read_link(client, heard).content.decode())
    for told in (
        "Ce que vous avez dit, ce que c’est devenu",
        "L’assemblée a décidé",
        "Le plan est adopté (adoptée)",
        "faite",
        "La réponse part sous huit jours.",
    ):
        assert told in said
    with scope(heard.organisation):
        assert Reply.objects.count() == 1


def test_an_older_reply_is_still_read(heard, client, plain):
    with scope(heard.organisation):
        parts = [{"title": "Ce que nous avons entendu", "lines": ["Un mot."]}]
        Reply.objects.create(
            organisation=heard.organisation,
            round=heard.round,
            content={"fr": {"title": "Merci", "paragraphs": [], "parts": parts}},
        )
    assert "Un mot." in plain(read_link(client, heard).content.decode())


def test_the_reply_says_only_what_a_release_printed(heard):
    with scope(heard.organisation):
        content = describe_reply(heard, "fr")
        Action.objects.all().delete()
    texts = str(content)
    assert "Bénévoles" not in texts
    assert "Trop long." not in texts
    assert [question["decided"] for question in content["followed"]] == ["On répondra sous un mois."]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whatever_was_decided(
    cycle, pilot, client, address, count, django_assert_num_queries
):
    note(client, address)
    for _turn in range(count):
        client.post(address("assembly"), DECISION)
        client.post(address("assembly"), {"gesture": "say", "text": "Un mot."})
    client.get(address("assembly"))
    with django_assert_num_queries(9):
        client.get(address("assembly"))
