"""Writing together: proposals, discussion, votes, merged with credit, each with its reply."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.networks.enums import Phase, ProposalState
from marchepied.apps.networks.models import Appeal, AppealGroup, Proposal
from marchepied.apps.networks.selectors.affiliations import find_own_affiliation, networks_of
from marchepied.apps.networks.selectors.appeals import (
    appeals_of,
    find_proposal,
    find_shared_appeal,
    group_for_code,
    groups_called,
    history_of,
    own_votes,
    printed_votes,
    proposals_of,
    shared_appeals,
    vote_link_of,
    words_of_groups,
)
from marchepied.apps.networks.services import (
    ProposalContent,
    comment,
    end_affiliation,
    merge,
    move_on,
    propose,
    propose_as_group,
    reply_to,
    vote,
)
from marchepied.apps.networks.validators import seal_group
from marchepied.apps.organisations.services import delete_organisation
from marchepied.apps.participation.models import Answer
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.participation.services import deposit_answers
from marchepied.apps.referentials.selectors import changes_of, find_draft
from marchepied.apps.referentials.services import discard_draft, load_shipped_referentials
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope, unscoped
from marchepied.engines.referential.editing import find_place
from tests.factories.networks import (
    ANSWERS,
    WORDING,
    begin_draft,
    call_on,
    first_domain,
    join,
    pilot_of,
    propose_question,
    question_for,
)
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    load_shipped_referentials()
    return OrganisationFactory(name="Les Rives")


@pytest.fixture
def members(network):
    houses = [OrganisationFactory(name=name) for name in ("Le Lavoir", "L’Établi", "La Mutuelle")]
    for house in houses:
        join(network, house)
    return houses


@pytest.fixture
def draft(network):
    return begin_draft(network)


def go(appeal, phase):
    """Move a call on until this phase, in the network's scope."""
    with scope(appeal.organisation):
        while appeal.phase != phase:
            move_on(appeal=appeal, by=pilot_of(appeal.organisation))
    return appeal


def take_up(proposal, *, wording=WORDING, levels=ANSWERS, reply="Merci."):
    with scope(proposal.organisation):
        by = pilot_of(proposal.organisation)
        return merge(proposal=proposal, wording=wording, levels=levels, reply=reply, by=by)


def item_of(draft, item_id):
    with scope(draft.organisation):
        place = find_place(find_draft(draft.organisation, draft.pk).content, item_id)
    return place.item if place else None


def test_a_proposal_becomes_a_question_under_the_name_of_who_proposed_it(draft, members):
    appeal = call_on(draft, members)
    proposal = take_up(propose_question(appeal, members[0]))
    assert (proposal.state, proposal.reply) == (ProposalState.MERGED, "Merci.")
    item = item_of(draft, proposal.change.item_id)
    assert item["wording"] == {"fr": WORDING}
    assert [level["short"]["fr"] for level in item["levels"]] == list(ANSWERS)
    with scope(draft.organisation):
        (change,) = changes_of(draft)
    assert (change.pk, change.credit, change.verb) == (proposal.change_id, "Le Lavoir", "question.added")


def test_other_words_than_proposed_are_kept_in_part(draft, members):
    proposal = take_up(propose_question(call_on(draft, members), members[0]), wording="Qui rappelle ?")
    assert proposal.state == ProposalState.PARTLY
    assert item_of(draft, proposal.change.item_id)["wording"] == {"fr": "Qui rappelle ?"}


def test_words_are_changed_and_passages_taken_out_with_credit(draft, members):
    appeal = call_on(draft, members)
    asked = take_up(propose_question(appeal, members[0])).change.item_id
    with scope(appeal.organisation):
        told = {"member": members[1], "signed": "Nadia", "by": pilot_of(members[1])}
        words = ProposalContent("words", asked, "Qui rappelle", "Qui rappelle tout le monde ?")
        changed = propose(appeal=appeal, content=words, **told)
        gone = propose(appeal=appeal, content=ProposalContent("removal", asked, "Qui", why="Trop"), **told)
    changed = take_up(changed, wording="Qui rappelle tout le monde ?", levels=())
    item = item_of(draft, asked)
    assert item["wording"] == {"fr": "Qui rappelle tout le monde ?"}
    assert [level["short"]["fr"] for level in item["levels"]] == list(ANSWERS)
    assert (changed.state, changed.change.credit) == (ProposalState.MERGED, "Nadia, L’Établi")
    gone = take_up(gone, wording="", levels=())
    assert item_of(draft, asked) is None
    assert (gone.state, gone.change.verb, gone.change.credit) == (
        ProposalState.MERGED, "question.removed", "Nadia, L’Établi",
    )  # fmt: skip


def test_what_is_no_longer_in_the_draft_is_not_merged_and_stays_open(draft, members):
    appeal = call_on(draft, members)
    with scope(appeal.organisation):
        lost = propose(
            appeal=appeal,
            content=ProposalContent("words", "n-existe-pas", "Ceci", "Cela"),
            member=members[0],
            by=pilot_of(members[0]),
        )
    with pytest.raises(ValidationError, match="n’est plus dans le brouillon"):
        take_up(lost, wording="Cela", levels=())
    with scope(appeal.organisation):
        assert Proposal.objects.get().state == ProposalState.OPEN


def test_each_proposal_must_be_answered_before_the_call_is_closed(draft, members):
    appeal = call_on(draft, members)
    kept, refused = propose_question(appeal, members[0]), propose_question(appeal, members[1], wording="Et ?")
    go(appeal, Phase.REPLY)
    take_up(kept)
    with pytest.raises(ValidationError, match="Une proposition attend encore sa réponse"):
        go(appeal, Phase.CLOSED)
    with scope(appeal.organisation):
        by = pilot_of(appeal.organisation)
        with pytest.raises(ValidationError):
            reply_to(proposal=refused, state="declined", reply=" ", by=by)
        reply_to(proposal=refused, state="declined", reply="On demande déjà cela.", by=by)
    go(appeal, Phase.CLOSED)
    assert appeal.closed_on == timezone.localdate()
    with scope(appeal.organisation), pytest.raises(ValidationError, match="terminé"):
        reply_to(proposal=refused, state="merged", reply="Finalement oui", by=by)


def test_nothing_is_taken_out_of_its_moment(draft, members):
    appeal = call_on(draft, members)
    proposal = propose_question(appeal, members[0])
    told = {"member": members[0], "by": pilot_of(members[0])}
    with scope(appeal.organisation):
        with pytest.raises(ValidationError, match="ne vote pas"):
            vote(proposal=proposal, value="for", **told)
        comment(proposal=proposal, text="Oui", **told)
    go(appeal, Phase.DISCUSS)
    with pytest.raises(ValidationError, match="ne prend plus"):
        propose_question(appeal, members[0])
    go(appeal, Phase.VOTE)
    proposal.appeal = appeal
    with scope(appeal.organisation):
        vote(proposal=proposal, value="for", **told)
        vote(proposal=proposal, value="against", **told)
        with pytest.raises(ValidationError):
            vote(proposal=proposal, value="peut-être", **told)
        assert own_votes(appeal, members[0]) == {proposal.pk: "against"}
        (line,) = proposals_of(appeal)
        assert (line.n_for, line.n_against, line.n_undecided, line.n_comments) == (0, 1, 0, 1)
    go(appeal, Phase.REPLY)
    with scope(appeal.organisation), pytest.raises(ValidationError, match="finie"):
        comment(proposal=proposal, text="Encore", **told)


def test_dates_announced_are_kept(draft, members):
    today = timezone.localdate()
    later = call_on(draft, members, opens_on=today + timedelta(days=2))
    with pytest.raises(ValidationError, match="ne prend plus"):
        propose_question(later, members[0])
    with pytest.raises(ValidationError, match="à venir"):
        call_on(draft, members, closes_on=today - timedelta(days=1))
    with pytest.raises(ValidationError, match="à qui"):
        call_on(draft)


def test_only_members_that_were_chosen_and_still_belong_see_a_call(draft, members):
    appeal = call_on(draft, members[:1])
    chosen, left_out = members[:2]
    stranger = OrganisationFactory()
    assert [row.pk for row in shared_appeals(chosen)] == [appeal.pk]
    assert [find_shared_appeal(house, appeal.pk) for house in (left_out, stranger)] == [None, None]
    with pytest.raises(ValidationError, match="de votre réseau"):
        call_on(draft, [stranger])
    own = find_own_affiliation(chosen, networks_of(chosen)[0].affiliation_id)
    end_affiliation(affiliation=own, member=chosen, by=pilot_of(chosen))
    assert (shared_appeals(chosen), find_shared_appeal(chosen, appeal.pk)) == ([], None)


def test_pilots_of_the_members_chosen_are_written_to(draft, members, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        call_on(draft, members[:2])
    assert {sent.to[0] for sent in mail.outbox} == {pilot_of(house).email for house in members[:2]}


def test_a_group_proposes_without_a_trace_of_who(draft, network):
    call_on(draft, groups=["volunteers"])
    with scope(network):
        before = AuditEntry.objects.count()
        group = group_for_code(seal_group(AppealGroup.objects.get().handle))
        proposal = propose_as_group(group=group, content=question_for(first_domain()))
        assert (proposal.credit, proposal.by, proposal.member) == ("Bénévoles", None, None)
        assert AuditEntry.objects.count() == before
    assert group_for_code("AAAA-AAAA-AAAA") is None


def hold_vote(draft, ballots):
    """A call where volunteers vote on one proposal: these levels, with a word for each."""
    appeal = call_on(draft, groups=["volunteers"])
    proposal = propose_question(appeal)
    go(appeal, Phase.VOTE)
    with scope(appeal.organisation):
        assert vote_link_of(group_for_code(groups_called(appeal)[0].code)) != ""
        (call,) = calls_of(appeal.round)
        for level in ballots:
            item = str(proposal.pk)
            deposit_answers(call=call, answers={item: level}, comments={item: f"mot {level}"})
    return go(appeal, Phase.REPLY), proposal


def test_below_five_nothing_of_a_groups_vote_is_shown(draft):
    appeal, proposal = hold_vote(draft, [1, 3, 3, 3])
    (cell,) = printed_votes(appeal, proposal).cells
    assert (cell.status, cell.levels, cell.respondents) == ("hidden", None, None)
    assert words_of_groups(appeal, proposal) == []
    with unscoped("the ballots are there"):
        assert Answer.objects.count() == 4


def test_from_five_on_a_groups_vote_is_told_in_words(draft):
    appeal, proposal = hold_vote(draft, [1, 3, 3, 3, 3, 3])
    (cell,) = printed_votes(appeal, proposal).cells
    assert (cell.status, cell.pattern, cell.levels) == ("banded", "mostly_high", None)
    assert sorted(words_of_groups(appeal, proposal)) == ["mot 1", *["mot 3"] * 5]


def test_who_voted_by_a_link_reads_there_what_was_answered(draft):
    appeal, proposal = hold_vote(draft, [3] * 5)
    take_up(proposal, reply="Nous la gardons.")
    go(appeal, Phase.CLOSED)
    with scope(appeal.organisation):
        (part,) = appeal.round.reply.content["fr"]["parts"]
    assert part["lines"] == ["Retenue. Nous la gardons."]


def test_the_history_tells_each_thing_once(draft, members):
    appeal = call_on(draft, members)
    take_up(propose_question(appeal, members[0]))
    propose_question(appeal, members[1], wording="Une autre ?")
    with scope(appeal.organisation):
        moments = history_of(appeal)
    assert {moment.proposal.credit for moment in moments} == {"L’Établi", "Le Lavoir"}
    assert [moment.change for moment in moments] == [None, None]


def test_a_draft_thrown_away_leaves_proposals_and_replies(draft, members):
    appeal = call_on(draft, members)
    proposal = propose_question(appeal, members[0])
    with scope(appeal.organisation):
        discard_draft(draft=draft, by=pilot_of(appeal.organisation))
        appeal.refresh_from_db()
        proposal.appeal = appeal
    with pytest.raises(ValidationError, match="ne change plus"):
        take_up(proposal)
    with scope(appeal.organisation):
        reply_to(proposal=proposal, state="declined", reply="On arrête.", by=pilot_of(appeal.organisation))
        assert [moment.proposal.reply for moment in history_of(appeal)] == ["On arrête."]


@pytest.mark.parametrize("count", [1, 3])
def test_proposals_cost_one_query(draft, members, count, django_assert_num_queries):
    appeal = call_on(draft, members)
    for number in range(count):
        propose_question(appeal, members[0], wording=f"Question {number} ?")
    with scope(appeal.organisation), django_assert_num_queries(1):
        assert len(proposals_of(appeal)) == count


def test_proposals_stand_always_in_one_order_and_calls_latest_first(draft, members):
    calls = [call_on(draft, members) for _number in range(4)]
    with scope(draft.organisation):
        assert appeals_of(draft.organisation) == calls[::-1]
    made = [propose_question(calls[0], members[0], wording=f"Question {number} ?") for number in range(5)]
    with scope(draft.organisation):
        assert proposals_of(calls[0]) == sorted(made, key=lambda row: (row.on, row.pk))


def test_deleting_a_member_keeps_the_name_under_which_it_proposed_and_nothing_else(draft, members):
    appeal = call_on(draft, members)
    proposal = propose_question(appeal, members[0])
    go(appeal, Phase.VOTE)
    with scope(appeal.organisation):
        vote(proposal=find_proposal(appeal, proposal.pk), member=members[0], value="for", by=None)
    members[0].delete()
    with scope(appeal.organisation):
        (line,) = proposals_of(appeal)
        assert (line.member, line.credit, line.n_for) == (None, "Le Lavoir", 0)
        assert shared_appeals(members[1]) == [appeal]


def test_deleting_a_network_leaves_nothing_of_its_calls(draft):
    appeal, _proposal = hold_vote(draft, [3] * 5)
    delete_organisation(
        organisation=appeal.organisation,
        typed_name=appeal.organisation.name,
        by=pilot_of(appeal.organisation),
    )
    with unscoped("nothing is left, wherever"):
        assert [model.objects.count() for model in (Appeal, AppealGroup, Proposal, Answer)] == [0, 0, 0, 0]
