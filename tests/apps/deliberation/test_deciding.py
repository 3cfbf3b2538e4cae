"""From shared statements to a decision: proposals, amendments, consent and votes, the reply."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.deliberation.enums import AmendmentState, ObjectionState, Phase, PollWay, ProposalState
from marchepied.apps.deliberation.models import Topic
from marchepied.apps.deliberation.selectors.proposals import decisions_of, proposals_of
from marchepied.apps.deliberation.services.decisions import (
    DecisionContent,
    delete_decision,
    reply_to_voters,
    write_decision,
)
from marchepied.apps.deliberation.services.polls import (
    PollCount,
    answer_objection,
    cancel_poll,
    close_poll,
    open_poll,
    record_objection,
    remove_objection,
)
from marchepied.apps.deliberation.services.proposals import (
    AmendmentContent,
    ProposalContent,
    accept_amendment,
    propose_amendment,
    refuse_amendment,
    reopen_amendment,
    take_up_proposal,
    withdraw_proposal,
    write_proposal,
)
from marchepied.apps.meetings.selectors.meetings import decisions_of as minuted_in
from marchepied.apps.participation.selectors import reply_to
from marchepied.core.models import AuditEntry, Trace
from tests.factories.deliberation import open_one
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db
TEXT = "Nous ouvrons le samedi matin, deux fois par mois."


@pytest.fixture
def discussed(house):
    topic = open_one(house)
    Topic.objects.filter(pk=topic.pk).update(phase=Phase.DISCUSS)
    topic.refresh_from_db()
    return topic


def propose(topic, **changes):
    content = ProposalContent(**{"title": "Le samedi", "text": TEXT, "numbers": [1, 4], **changes})
    return write_proposal(topic=topic, content=content, by=None)


def say(error):
    return error.value.messages[0]


def test_a_proposal_stands_on_statements(discussed):
    proposal = propose(discussed)
    assert (proposal.state, proposal.position) == (ProposalState.DISCUSSED, 1)
    assert [s.number for s in proposal.statements.order_by("number")] == [1, 4]
    again = write_proposal(
        topic=discussed, proposal=proposal, content=ProposalContent("Le samedi", "Autrement.", [2]), by=None
    )
    assert (again.pk, again.text) == (proposal.pk, "Autrement.")
    assert [s.number for s in again.statements.all()] == [2]
    assert propose(discussed).position == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "  "}, "Donnez un titre à la proposition."),
        ({"text": ""}, "Écrivez le texte de la proposition."),
        ({"title": "x" * 201}, "Raccourcissez le titre : 200 signes au plus."),
        ({"text": "x" * 4001}, "Raccourcissez le texte : 4000 signes au plus."),
        ({"numbers": [1, 99]}, "Une des phrases choisies n’est plus au vote : rechargez la page."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(discussed, plain, changes, sentence):
    with pytest.raises(ValidationError) as error:
        propose(discussed, **changes)
    assert plain(say(error)) == sentence
    assert proposals_of(discussed) == []


def test_nothing_is_proposed_while_people_vote(house, plain):
    with pytest.raises(ValidationError) as error:
        propose(open_one(house))
    assert plain(say(error)).startswith("On propose et on décide quand le vote est fini")


def test_an_amendment_changes_the_text_and_can_be_taken_back(discussed):
    proposal = propose(discussed)
    amendment = propose_amendment(
        proposal=proposal,
        content=AmendmentContent("Tous les samedis.", "Deux, c’est peu.", "l’accueil"),
        by=None,
    )
    accept_amendment(amendment=amendment, answer="Oui.", by=None)
    proposal.refresh_from_db()
    assert (proposal.text, amendment.former_text, amendment.state) == (
        "Tous les samedis.",
        TEXT,
        AmendmentState.ACCEPTED,
    )
    reopen_amendment(amendment=amendment, by=None)
    proposal.refresh_from_db()
    assert (proposal.text, amendment.state, amendment.former_text) == (TEXT, AmendmentState.WAITING, "")


def test_a_text_written_since_is_not_lost_by_taking_an_amendment_back(discussed):
    proposal = propose(discussed)
    amendment = propose_amendment(proposal=proposal, content=AmendmentContent("Tous les samedis."), by=None)
    accept_amendment(amendment=amendment, by=None)
    write_proposal(
        topic=discussed, proposal=proposal, content=ProposalContent("Le samedi", "Le 1er samedi."), by=None
    )
    with pytest.raises(ValidationError, match="Le texte a changé depuis"):
        reopen_amendment(amendment=amendment, by=None)
    proposal.refresh_from_db()
    assert proposal.text == "Le 1er samedi."


def test_a_refusal_has_its_reason(discussed):
    amendment = propose_amendment(proposal=propose(discussed), content=AmendmentContent("Jamais."), by=None)
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        refuse_amendment(amendment=amendment, answer=" ", by=None)
    refuse_amendment(amendment=amendment, answer="Nous l’avons promis.", by=None)
    assert (amendment.state, amendment.answer) == (AmendmentState.REFUSED, "Nous l’avons promis.")
    with pytest.raises(ValidationError, match="a déjà sa réponse"):
        accept_amendment(amendment=amendment, by=None)


def test_the_same_text_is_no_amendment(discussed):
    with pytest.raises(ValidationError, match="Changez le texte"):
        propose_amendment(proposal=propose(discussed), content=AmendmentContent(f" {TEXT} "), by=None)


def test_consent_waits_for_an_answer_to_each_objection(discussed):
    proposal = propose(discussed)
    poll = open_poll(proposal=proposal, way=PollWay.CONSENT, by=None)
    objection = record_objection(poll=poll, text="Personne pour ouvrir.", said_by="l’accueil", by=None)
    with pytest.raises(ValidationError, match="Répondez d’abord à chaque objection"):
        close_poll(poll=poll, count=PollCount(people=9), by=None)
    answer_objection(objection=objection, answer="Deux bénévoles s’en chargent.", lifted=True, by=None)
    close_poll(poll=poll, count=PollCount(people=9), by=None)
    proposal.refresh_from_db()
    assert (poll.outcome, poll.in_favour, poll.against, proposal.state) == ("adopted", 9, 0, "adopted")
    with pytest.raises(ValidationError, match="le résultat ne change plus"):
        record_objection(poll=poll, text="Trop tard.", by=None)


def test_an_objection_kept_sends_the_text_back_to_discussion(discussed):
    proposal = propose(discussed)
    poll = open_poll(proposal=proposal, way=PollWay.CONSENT, by=None)
    objection = record_objection(poll=poll, text="Personne pour ouvrir.", by=None)
    answer_objection(objection=objection, answer="Nous ne trouvons pas.", lifted=False, by=None)
    close_poll(poll=poll, count=PollCount(people=9), by=None)
    proposal.refresh_from_db()
    assert (objection.state, poll.outcome, poll.in_favour, poll.against) == (
        ObjectionState.KEPT,
        "rejected",
        8,
        1,
    )
    assert proposal.state == ProposalState.DISCUSSED


@pytest.mark.parametrize(
    ("numbers", "outcome"),
    [((6, 5, 3), "adopted"), ((5, 5, 0), "rejected"), ((1, 0, 0), "adopted"), ((0, 1, 9), "rejected")],
)
def test_a_vote_needs_more_for_than_against(discussed, numbers, outcome):
    poll = open_poll(proposal=propose(discussed), way=PollWay.VOTE, by=None)
    close_poll(poll=poll, count=PollCount(None, *numbers), by=None)
    assert (poll.outcome, poll.people) == (outcome, sum(numbers))


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (PollCount(in_favour=3), "Comptez les pour et les contre ; écrivez 0 s’il n’y en a pas."),
        (PollCount(None, 0, 0, 0), "Vérifiez les nombres : personne n’a voté, ou l’un d’eux est impossible."),
        (
            PollCount(None, -1, 4, 0),
            "Vérifiez les nombres : personne n’a voté, ou l’un d’eux est impossible.",
        ),
        (PollCount(5, 4, 2, 0), "Il y a plus de voix que de personnes : vérifiez les nombres."),
    ],
)
def test_numbers_that_cannot_be_are_refused(discussed, plain, count, sentence):
    poll = open_poll(proposal=propose(discussed), way=PollWay.VOTE, by=None)
    with pytest.raises(ValidationError) as error:
        close_poll(poll=poll, count=count, by=None)
    assert plain(say(error)) == sentence
    poll.refresh_from_db()
    assert poll.outcome == ""


def test_a_text_does_not_change_while_people_answer_and_a_poll_can_be_called_off(discussed):
    proposal = propose(discussed)
    poll = open_poll(proposal=proposal, way=PollWay.CONSENT, by=None)
    slip = record_objection(poll=poll, text="Erreur.", by=None)
    remove_objection(objection=slip, by=None)
    for change in (
        lambda: propose_amendment(proposal=proposal, content=AmendmentContent("Autre."), by=None),
        lambda: withdraw_proposal(proposal=proposal, by=None),
        lambda: open_poll(proposal=proposal, way=PollWay.VOTE, by=None),
    ):
        with pytest.raises(ValidationError, match="On se prononce sur ce texte en ce moment"):
            change()
    cancel_poll(poll=poll, by=None)
    withdraw_proposal(proposal=proposal, by=None)
    assert take_up_proposal(proposal=proposal, by=None).state == ProposalState.DISCUSSED


def test_a_decision_stands_in_the_minutes_and_comes_from_its_proposal(discussed):
    proposal, meeting = propose(discussed), MeetingFactory(organisation=discussed.organisation)
    content = DecisionContent(
        TEXT, "Treize personnes sur seize le demandent.", "le conseil", timezone.localdate()
    )
    decision = write_decision(topic=discussed, proposal=proposal, meeting=meeting, content=content, by=None)
    assert [row.text for row in minuted_in(meeting)] == [TEXT]
    assert decision.minuted == minuted_in(meeting)[0]
    assert Trace.objects.filter(source_id=str(proposal.pk), target_id=str(decision.pk)).count() == 1
    delete_decision(decision=decision, by=None)
    assert decisions_of(discussed) == []
    assert len(minuted_in(meeting)) == 1  # what a meeting minuted stays in its minutes


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (DecisionContent("", "Parce que."), "Écrivez ce qui est décidé."),
        (
            DecisionContent(TEXT, " "),
            "Dites pourquoi : ce qu’on a retenu de ce que les gens ont dit, et ce qu’on n’a pas retenu.",
        ),
        (
            DecisionContent(TEXT, "Parce que.", "", timezone.localdate() + timedelta(days=2)),
            "Une décision a été prise aujourd’hui ou avant.",
        ),
        (DecisionContent("x" * 4001, "Parce que."), "Raccourcissez : 4000 signes au plus."),
    ],
)
def test_a_decision_says_what_and_why(discussed, plain, content, sentence):
    with pytest.raises(ValidationError) as error:
        write_decision(topic=discussed, content=content, by=None)
    assert plain(say(error)) == sentence


def test_those_who_voted_read_the_reply_at_their_link(house):
    from marchepied.apps.deliberation.services.topics import end_vote

    topic = end_vote(topic=open_one(house), by=None)
    write_decision(
        topic=topic, content=DecisionContent(TEXT, "Vous le demandez.\nLa salle est libre."), by=None
    )
    reply_to_voters(topic=topic, title="Merci", text="Voici ce que\nnous ferons.\n\nÀ bientôt.", by=None)
    assert reply_to(topic.round).content == {
        "fr": {
            "title": "Merci",
            "paragraphs": ["Voici ce que nous ferons.", "À bientôt."],
            "parts": [{"title": TEXT, "lines": ["Vous le demandez.", "La salle est libre."]}],
        }
    }


def test_each_gesture_is_in_the_journal(discussed):
    proposal = propose(discussed)
    poll = open_poll(proposal=proposal, way=PollWay.VOTE, by=None)
    close_poll(poll=poll, count=PollCount(None, 4, 1, 0), by=None)
    write_decision(
        topic=discussed, proposal=proposal, content=DecisionContent(TEXT, "Quatre contre une."), by=None
    )
    verbs = set(AuditEntry.objects.order_by("at").values_list("verb", flat=True))
    assert {"proposal.written", "poll.opened", "proposal.adopted", "poll.closed", "topic.decided"} <= verbs


def test_the_page_of_proposals_asks_six_queries(discussed, django_assert_num_queries):
    for _rank in range(3):
        proposal = propose(discussed)
        record_objection(
            poll=open_poll(proposal=proposal, way=PollWay.CONSENT, by=None), text="Non.", by=None
        )
    with django_assert_num_queries(6):
        rows = proposals_of(discussed)
        assert [[o.text for p in row.polls.all() for o in p.objections.all()] for row in rows] == [
            ["Non."]
        ] * 3
        assert all(row.running is not None for row in rows)
