"""The facilitator's pages to decide: proposals, amendments, polls, decisions, the plan, the reply."""

import html
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.deliberation.enums import Phase
from marchepied.apps.deliberation.models import (
    Amendment,
    Decision,
    Objection,
    Poll,
    Proposal,
    Topic,
    VoteImport,
)
from marchepied.apps.deliberation.selectors import imports as finding
from marchepied.apps.deliberation.services.topics import end_vote
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.selectors import reply_to
from marchepied.apps.plans.models import Action
from marchepied.core.scope import scope
from tests.factories.deliberation import AGREE, DISAGREE, PASS, cast, open_one
from tests.factories.diagnosis import CycleFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
TEXT = "Nous ouvrons le samedi matin."
VOTES = b"participant,statement,vote\n" + b"".join(b"%d,%d,1\n" % (p, s) for p in range(12) for s in range(3))


@pytest.fixture
def read(plain):
    """The text of a page, with ordinary spaces."""
    return lambda response: plain(html.unescape(response.content.decode()))


@pytest.fixture
def place(client):
    """An organisation in scope, signed in as a facilitator; a topic whose vote is over."""
    organisation = OrganisationFactory()
    client.force_login(MembershipFactory(organisation=organisation, role=Role.FACILITATOR).person)
    with scope(organisation):
        topic = open_one(organisation)
        cast(topic, [[AGREE, DISAGREE if n % 2 else AGREE, PASS, AGREE, AGREE, AGREE] for n in range(12)])
        topic = end_vote(topic=topic, by=None)
        yield topic


def at(topic, name, *more):
    return reverse(f"deliberation:{name}", args=[topic.organisation.slug, *more])


def proposal_of(client, topic):
    sent = {"title": "Le samedi", "text": TEXT, "statements": [1, 4]}
    response = client.post(at(topic, "proposal-new", topic.pk), sent)
    proposal = Proposal.objects.get()
    assert response.url == at(topic, "proposal", proposal.pk)
    return proposal


def test_what_brings_together_starts_a_proposal(client, place, read):
    page = read(client.get(at(place, "deciding", place.pk)))
    assert "Il faut ouvrir le samedi matin." in page
    assert "La salle est trop petite" not in page  # it divides
    assert "Aucune proposition pour l’instant." in page
    begun = client.get(at(place, "proposal-new", place.pk), {"phrase": ["1", "4", "99", "x"]})
    assert begun.context["form"].initial == {
        "statements": [1, 4],
        "text": "– Il faut ouvrir le samedi matin.\n– On devrait choisir les horaires tous ensemble.",
    }


def test_before_the_end_of_the_vote_the_page_says_to_wait(client, place, read):
    Topic.objects.update(phase=Phase.VOTE)
    assert "Le vote n’est pas fini." in read(client.get(at(place, "deciding", place.pk)))


def test_a_refused_form_keeps_what_was_typed(client, place, read):
    response = client.post(at(place, "proposal-new", place.pk), {"title": "", "text": "Mon texte"})
    page = read(response)
    assert "Il reste quelque chose à corriger" in page
    assert "Mon texte" in page
    assert Proposal.objects.count() == 0


def test_from_amendment_to_consent_to_decision_to_plan(client, place, read):
    CycleFactory(organisation=place.organisation)
    meeting = MeetingFactory(organisation=place.organisation, held_on="2026-11-20")
    proposal = proposal_of(client, place)
    where = at(place, "proposal", proposal.pk)
    client.post(
        at(place, "amendment-add", proposal.pk), {"text": "Deux samedis par mois.", "why": "Nous sommes peu."}
    )
    amendment = Amendment.objects.get()
    client.post(at(place, "amendment", amendment.pk), {"do": "accept", "answer": "Oui."})
    assert "Deux samedis par mois." in read(client.get(where))
    client.post(at(place, "poll-open", proposal.pk), {"way": "consent"})
    poll = Poll.objects.get()
    client.post(at(place, "objection-add", poll.pk), {"text": "Qui a les clés ?", "said_by": "l’accueil"})
    objection = Objection.objects.get()
    refused = read(client.post(at(place, "poll-close", poll.pk), {"people": "9"}))
    assert "Répondez d’abord à chaque objection" in refused
    client.post(at(place, "objection", objection.pk), {"do": "lift", "answer": "Deux jeux de clés."})
    client.post(at(place, "poll-close", poll.pk), {"people": "9"})
    page = read(client.get(where))
    assert "9 personnes : aucune objection maintenue." in page
    assert "Écrire la décision" in page
    new = f"{at(place, 'decision-new', place.pk)}?proposition={proposal.pk}"
    assert client.get(new).context["form"].initial["text"] == "Deux samedis par mois."
    sent = {"text": "Deux samedis par mois.", "reasons": "Douze voix.", "decided_on": "2026-11-20"}
    client.post(new, {**sent, "meeting": str(meeting.pk)})
    decision = Decision.objects.get()
    assert (decision.proposal, decision.minuted.meeting) == (proposal, meeting)
    page = read(client.get(where))
    assert ("Écrire la décision" in page, "Lire ce qui a été décidé" in page) == (False, True)
    response = client.post(at(place, "decision-act", decision.pk))
    action = Action.objects.get()
    assert response.url == reverse("plans:action", args=[place.organisation.slug, action.pk])
    assert action.title == "Deux samedis par mois."
    assert "Dans le plan :" in read(client.get(at(place, "deciding", place.pk)))


def test_without_a_plan_the_decision_says_what_to_do_first(client, place, read):
    client.post(at(place, "decision-new", place.pk), {"text": TEXT, "reasons": "Douze voix."})
    decision = Decision.objects.get()
    response = client.post(at(place, "decision-act", decision.pk), follow=True)
    assert "Commencez d’abord une démarche" in read(response)
    client.post(at(place, "decision", decision.pk), {"text": "Autre chose.", "reasons": "Douze voix."})
    assert Decision.objects.get().text == "Autre chose."
    assert "Retirer cette décision ?" in read(client.get(at(place, "decision-delete", decision.pk)))
    client.post(at(place, "decision-delete", decision.pk))
    assert Decision.objects.count() == 0


def test_a_vote_is_counted_and_a_poll_can_be_called_off(client, place, read):
    proposal = proposal_of(client, place)
    asked = read(client.get(at(place, "proposal", proposal.pk)))
    assert "vous demandez, vous comptez, et vous l’écrivez ici" in asked
    client.post(at(place, "poll-open", proposal.pk), {"way": "vote"})
    client.post(at(place, "poll-cancel", Poll.objects.get().pk))
    assert Poll.objects.count() == 0
    client.post(at(place, "poll-open", proposal.pk), {"way": "vote"})
    poll = Poll.objects.get()
    wrong = read(client.post(at(place, "poll-close", poll.pk), {"in_favour": "douze", "against": ""}))
    assert wrong.count("Écrivez un nombre, en chiffres") >= 2
    client.post(at(place, "poll-close", poll.pk), {"in_favour": "8", "against": "3", "abstaining": ""})
    assert "8 pour, 3 contre, 0 abstentions." in read(client.get(at(place, "proposal", proposal.pk)))


def test_a_proposal_is_withdrawn_and_taken_up_again(client, place, read):
    proposal = proposal_of(client, place)
    withdraw = at(place, "proposal-withdraw", proposal.pk)
    assert "Reprendre la proposition" in read(client.post(withdraw, follow=True))
    assert "de nouveau en discussion" in read(client.post(withdraw, follow=True))
    client.post(at(place, "proposal-edit", proposal.pk), {"title": "Le samedi", "text": "Autrement."})
    assert Proposal.objects.get().text == "Autrement."


def test_the_reply_is_read_at_peoples_links(client, place, read):
    response = client.post(at(place, "reply", place.pk), {"title": "Merci", "text": "Voici."}, follow=True)
    assert "Votre réponse se lit maintenant au lien de chacun." in read(response)
    assert reply_to(place.round).content["fr"]["paragraphs"] == ["Voici."]
    refused = read(client.post(at(place, "reply", place.pk), {"title": "", "text": "Mes mots"}))
    assert "Mes mots" in refused


@pytest.mark.parametrize(("name", "count"), [("deciding", 13), ("proposal", 10)])
def test_queries_do_not_grow(client, place, django_assert_num_queries, name, count):
    proposal = proposal_of(client, place)
    for _again in range(3):
        client.post(at(place, "amendment-add", proposal.pk), {"text": f"Texte {_again}"})
        client.post(at(place, "decision-new", place.pk), {"text": TEXT, "reasons": f"Raison {_again}"})
    target = at(place, name, place.pk if name == "deciding" else proposal.pk)
    client.get(target)
    with django_assert_num_queries(count):
        client.get(target)


def test_a_reader_reads_and_changes_nothing(client, place, read):
    proposal = proposal_of(client, place)
    client.force_login(MembershipFactory(organisation=place.organisation, role=Role.READER).person)
    page = read(client.get(at(place, "proposal", proposal.pk)))
    assert "Le samedi" in page
    assert '<form method="post" action="/e/' not in page
    for name, key in (("proposal-withdraw", proposal.pk), ("poll-open", proposal.pk), ("reply", place.pk)):
        assert client.post(at(place, name, key)).status_code == 404


def test_another_organisation_finds_nothing(client, place):
    proposal = proposal_of(client, place)
    other = MembershipFactory(role=Role.PILOT)
    client.force_login(other.person)
    for slug in (place.organisation.slug, other.organisation.slug):
        for name, key in (("proposal", proposal.pk), ("deciding", place.pk), ("proposal-edit", proposal.pk)):
            assert client.get(reverse(f"deliberation:{name}", args=[slug, key])).status_code == 404


def test_votes_brought_in_are_a_topic_at_once(client, place, read):
    sent = {"title": "Ailleurs", "votes": SimpleUploadedFile("votes.csv", VOTES)}
    response = client.post(at(place, "import"), sent)
    topic = Topic.objects.get(title="Ailleurs")
    assert response.url == at(place, "topic", topic.pk)
    assert "12 personnes ont voté." in read(client.get(response.url))


def test_many_votes_are_written_by_the_worker_and_their_progress_is_shown(
    client, place, read, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(finding, "AT_ONCE", 10)
    sent = {"title": "Ailleurs", "votes": SimpleUploadedFile("votes.csv", VOTES)}
    with django_capture_on_commit_callbacks() as callbacks:
        response = client.post(at(place, "import"), sent)
    row = VoteImport.objects.get()
    assert response.url == at(place, "import-progress", row.pk)
    assert "0 votes écrits sur 36." in read(client.get(response.url))
    for callback in callbacks:
        callback()
    page = read(client.get(response.url, headers={"HX-Request": "true"}))
    assert "Les 36 votes sont là." in page
    assert "<html" not in page


def test_an_import_that_stopped_says_so_and_begins_again(client, place, read, monkeypatch):
    monkeypatch.setattr(finding, "AT_ONCE", 10)
    sent = {"title": "Ailleurs", "votes": SimpleUploadedFile("votes.csv", VOTES)}
    where = client.post(at(place, "import"), sent).url
    row = VoteImport.objects.get()
    assert client.get(at(place, "topic", row.topic_id)).url == where
    stop = at(place, "import-give-up", row.pk)
    assert client.post(stop).url == where  # it may still move
    VoteImport.objects.update(at=timezone.now() - timedelta(hours=1))
    page = read(client.get(where))
    assert "L’import n’avance plus" in page
    assert "data-again" not in page
    assert client.post(stop).url == at(place, "import")
    assert "rien n’a été gardé" in read(client.get(where))
    assert Topic.objects.filter(title="Ailleurs").count() == 0


def test_nobody_is_answered_at_a_link_that_they_never_had(client, place, read):
    sent = {"title": "Ailleurs", "votes": SimpleUploadedFile("votes.csv", VOTES)}
    client.post(at(place, "import"), sent)
    topic = Topic.objects.get(title="Ailleurs")
    page = read(client.get(at(place, "deciding", topic.pk)))
    assert "On a voté ailleurs" in page
    assert "Montrer la réponse" not in page
    refused = read(client.post(at(place, "reply", topic.pk), {"title": "Merci", "text": "Voici."}))
    assert "répondez par là où les gens ont été invités" in refused
    assert reply_to(topic.round) is None


def test_a_wrong_file_is_said_in_the_form(client, place, read):
    wrong = SimpleUploadedFile("votes.csv", b"participant,statement,vote\n1,0,oui\n")
    page = read(client.post(at(place, "import"), {"title": "Ailleurs", "votes": wrong}))
    assert "Ligne 2 : « oui » n’est pas un vote." in page
    assert Topic.objects.filter(title="Ailleurs").count() == 0
