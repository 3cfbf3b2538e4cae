"""The pages of a vote: preparing, opening, inviting, voting, closing, the result, the plan."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.models import Answer, Comment, OrganisationAnswer, RoundCollege
from marchepied.apps.participation.services import make_slips
from marchepied.apps.participation.validators import token_of
from marchepied.apps.plans.models import Action, ActionVote
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.apps.plans.services.votes import close_vote, prepare_vote
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.core.scope import scope, unscoped
from tests.factories.organisations import MembershipFactory, PersonFactory
from tests.factories.participation import CollegeFactory
from tests.factories.votes import ACTIONS, cast, content_of, open_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    load_shipped_referentials()
    pilot = PersonFactory(name="Claire Morel")
    cycle = open_space(name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=pilot)
    with scope(cycle.organisation):
        yield cycle


@pytest.fixture
def pilot(cycle, client):
    person = cycle.organisation.memberships.get().person
    client.force_login(person)
    return person


@pytest.fixture
def enter(cycle, client):
    def sign_in(role):
        client.force_login(MembershipFactory(organisation=cycle.organisation, role=role).person)

    return sign_in


def address(cycle, name, *arguments):
    return reverse(f"plans:{name}", args=[cycle.organisation.slug, *arguments])


def link(vote, name="answer", group=None):
    with unscoped("a test reads the link"):
        calls = RoundCollege.objects.filter(round_id=vote.round_id)
        call = calls.get(college__name=group) if group else calls.get()
    return reverse(f"participation:{name}", args=[token_of(call.handle)])


def typed(**changes):
    day = timezone.localdate() + timedelta(days=9)
    return {
        "title": "Choisissons nos actions",
        "typed": "\n".join(ACTIONS),
        "who": "everybody",
        "how": "link",
        "closes_on": day.isoformat(),
        "responsible": "Claire Morel",
        "expected_count": "30",
        **changes,
    }


def ballot(*levels, nonce="n"):
    return {f"q{place}": str(level) for place, level in enumerate(levels, 1)} | {"envoi": nonce}


# — The pilot —


def test_an_empty_space_says_what_a_vote_is_and_offers_one(cycle, pilot, client):
    page = client.get(address(cycle, "votes"))
    assert "Aucun vote pour l’instant." in page.content.decode()
    assert address(cycle, "vote-new") in page.content.decode()


def test_preparing_then_opening(cycle, pilot, client):
    page = client.post(address(cycle, "vote-new"), typed(), follow=True)
    vote = ActionVote.objects.get()
    assert page.redirect_chain == [(address(cycle, "vote", vote.pk), 302)]
    assert [proposal["title"] for proposal in vote.proposals] == list(ACTIONS)
    assert "Ouvrir le vote" in page.content.decode()
    page = client.post(address(cycle, "vote-open", vote.pk), follow=True)
    html = page.content.decode()
    assert "Le vote est ouvert." in html
    assert link(vote) in html
    assert "Rien n’empêche quelqu’un de voter deux fois" in html


def test_a_vote_in_preparation_comes_back_as_it_was_written(cycle, pilot, client):
    action = add_action(cycle=cycle, content=ActionContent(title="Déjà au plan"), by=pilot)
    groups = [CollegeFactory(organisation=cycle.organisation, name=name) for name in ("A", "B")]
    weights = {f"weight_{groups[0].pk}": "60", f"weight_{groups[1].pk}": "40", "weights_source": "article 12"}
    sent = typed(
        who="groups",
        groups=[group.pk for group in groups],
        offered=[f"action:{action.pk}"],
        how="codes",
        **weights,
    )
    client.post(address(cycle, "vote-new"), sent)
    vote = ActionVote.objects.get()
    form = client.get(address(cycle, "vote-edit", vote.pk)).context["form"]
    told = {name: form[name].value() for name in form.fields}
    assert told["offered"] == [f"action:{action.pk}"]
    assert told["typed"] == "\n".join(ACTIONS)
    assert (told["who"], told["how"]) == ("groups", "codes")
    assert set(told["groups"]) == {str(group.pk) for group in groups}
    assert told[f"weight_{groups[0].pk}"] == "60"
    client.post(address(cycle, "vote-edit", vote.pk), {**sent, "title": "Autre titre"})
    assert ActionVote.objects.get().title == "Autre titre"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"typed": "Une seule"}, "Proposez de 2 à 12 actions ; il y en a 1."),
        ({"closes_on": "2020-01-01"}, "Choisissez un jour à venir."),
        ({"closes_on": "demain"}, "Écrivez la date ainsi : 31/12/2027."),
        ({"typed": "Bien\n" + "x" * 201}, "Ligne 2 : 200 signes au plus."),
        ({"who": "groups"}, "Cochez au moins un groupe, ou choisissez « tout le monde »."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(cycle, pilot, client, changes, sentence, plain):
    CollegeFactory(organisation=cycle.organisation, name="Salariés")
    page = client.post(address(cycle, "vote-new"), typed(**changes))
    assert sentence in plain(page.content.decode())
    assert not ActionVote.objects.exists()


def test_pages_of_a_vote_open_from_the_invitations(cycle, pilot, client):
    """The pages of a group's links serve the vote's own round, and lead back to it."""
    vote = open_one(cycle, pilot)
    call = RoundCollege.objects.get(round=vote.round)
    here = [cycle.organisation.slug, cycle.pk, call.pk]
    for name in ("invite", "invite-mail", "poster", "poster-pdf", "paper-pdf", "paper-entry", "remind"):
        assert client.get(reverse(f"participation:{name}", args=here)).status_code == 200, name
    html = client.get(reverse("participation:invite", args=here)).content.decode()
    assert address(cycle, "vote", vote.pk) in html
    assert client.post(reverse("participation:slips", args=here), {"count": 12}).status_code == 200


def test_with_codes_the_common_link_is_not_offered(cycle, pilot, client):
    vote = open_one(cycle, pilot, single_use=True)
    call = RoundCollege.objects.get(round=vote.round)
    html = client.get(address(cycle, "vote", vote.pk)).content.decode()
    assert link(vote) not in html
    html = client.get(
        reverse("participation:invite", args=[cycle.organisation.slug, cycle.pk, call.pk])
    ).content.decode()
    assert link(vote) not in html
    assert "Des bulletins à découper" in html


def test_an_open_vote_shows_how_many_and_nothing_else(cycle, pilot, client):
    vote = open_one(cycle, pilot, expected_count=8)
    cast(vote, [(1, 2, 3, 6)] * 9)
    html = client.get(address(cycle, "vote", vote.pk)).content.decode()
    assert "9 bulletins, pour 8 personnes." in html
    assert "1 bulletin de plus que de personnes" in html
    assert "%" not in html.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("ballots", "warning"),
    [
        (3, "Avec moins de cinq bulletins, rien ne sera montré"),
        (7, "Avec moins de dix bulletins, on montrera l’ordre"),
    ],
)
def test_closing_says_first_what_will_be_shown(cycle, pilot, client, ballots, warning):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 2, 3, 6)] * ballots)
    assert warning in client.get(address(cycle, "vote-close", vote.pk)).content.decode()
    page = client.post(address(cycle, "vote-close", vote.pk), follow=True)
    assert page.status_code == 200
    assert ActionVote.objects.get().state == "closed"


def test_the_result_in_a_picture_and_a_sentence(cycle, pilot, client, plain):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 3, 6, 4)] * 6 + [(2, 2, 1, 4)] * 5 + [(3, 3, 0, 5)] * 4)
    close_vote(vote=vote, by=pilot)
    html = plain(client.get(address(cycle, "vote", vote.pk)).content.decode())
    assert "« Ouvrir le samedi matin » arrive en tête." in html
    assert "Plus de la moitié lui donne la mention « Très bonne » ou mieux." in html
    assert "Elle passe devant « Refaire la cuisine » : sa mention est meilleure." in html
    assert 'aria-label="Excellente idée 40 %, Très bonne 33 %, Bonne 27 %"' in html
    assert "4 personnes ne se sont pas prononcées." in html
    assert "Comment est-ce compté ?" in html


def test_chosen_actions_enter_the_plan(cycle, pilot, client):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 2, 3, 4)] * 10)
    close_vote(vote=vote, by=pilot)
    chosen = [proposal["id"] for proposal in vote.proposals[:3]]
    page = client.post(address(cycle, "vote-adopt", vote.pk), {"proposal": chosen}, follow=True)
    assert page.redirect_chain == [(address(cycle, "plan"), 302)]
    assert "3 actions sont au plan." in page.content.decode()
    assert sorted(Action.objects.values_list("title", flat=True)) == sorted(ACTIONS[:3])
    html = client.get(address(cycle, "vote", vote.pk)).content.decode()
    assert html.count('name="proposal"') == 1


def test_a_draft_is_removed_after_a_question(cycle, pilot, client, plain):
    vote = prepare_vote(cycle=cycle, content=content_of(), by=pilot)
    page = client.get(address(cycle, "vote-delete", vote.pk))
    assert "Retirer ce vote ?" in plain(page.content.decode())
    client.post(address(cycle, "vote-delete", vote.pk))
    assert not ActionVote.objects.exists()


# — Who may what —


@pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR, Role.FACILITATOR])
def test_members_read_and_only_the_pilot_opens_and_closes(cycle, enter, client, role):
    draft = prepare_vote(cycle=cycle, content=content_of(), by=None)
    vote = open_one(cycle)
    enter(role)
    assert client.get(address(cycle, "votes")).status_code == 200
    for one in (draft, vote):
        assert client.get(address(cycle, "vote", one.pk)).status_code == 200
    for name, one in (
        ("vote-open", draft),
        ("vote-close", vote),
        ("vote-extend", vote),
        ("vote-delete", draft),
    ):
        assert client.post(address(cycle, name, one.pk)).status_code == 404, name
    assert client.get(address(cycle, "vote-new")).status_code == 404
    assert {row.state for row in ActionVote.objects.all()} == {"draft", "open"}


def test_readers_do_not_put_anything_in_the_plan(cycle, enter, client):
    vote = open_one(cycle)
    cast(vote, [(1, 2, 3, 4)] * 10)
    close_vote(vote=vote, by=None)
    enter(Role.READER)
    html = client.get(address(cycle, "vote", vote.pk)).content.decode()
    assert 'name="proposal"' not in html
    sent = {"proposal": [vote.proposals[0]["id"]]}
    assert client.post(address(cycle, "vote-adopt", vote.pk), sent).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_the_same_whatever_the_number(cycle, pilot, client, count, django_assert_num_queries):
    for number in range(count):
        vote = open_one(cycle, pilot, title=f"Vote {number}")
        cast(vote, [(1, 2, 3, 4)] * 10)
        close_vote(vote=vote, by=pilot)
    with django_assert_num_queries(VOTES):
        client.get(address(cycle, "votes"))
    with django_assert_num_queries(VOTE):
        client.get(address(cycle, "vote", vote.pk))
    client.logout()
    theirs = link(vote)
    with django_assert_num_queries(LINK):
        client.get(theirs)


VOTES, VOTE, LINK = 5, 5, 2


# — Who votes —


def test_the_ballot_asks_in_plain_words_and_nothing_is_chosen(cycle, pilot, client):
    vote = open_one(cycle, pilot)
    client.logout()
    page = client.get(link(vote))
    html = page.content.decode()
    assert html.count("<fieldset") == 4
    assert html.count("Excellente idée") == 4
    assert html.count("Je ne me prononce pas") == 4
    assert " checked" not in html
    assert "Pas concerné" not in html
    assert page.cookies == {}


def test_a_ballot_is_sent_once_and_the_receipt_says_where_the_result_will_be(cycle, pilot, client, plain):
    vote = open_one(cycle, pilot)
    client.logout()
    page = client.post(link(vote), ballot(1, 2, "sp", 6), follow=True)
    html = plain(page.content.decode())
    assert "A voté. Merci." in html
    assert "le résultat sera à cette même adresse" in html
    client.post(link(vote), ballot(1, 2, "sp", 6))
    with unscoped("a test counts"):
        assert Answer.objects.count() == 4
        assert ActionVote.objects.get().round.calls.get().answered_count == 1
    assert "Cet appareil a déjà voté." in client.get(link(vote)).content.decode()


def test_an_empty_ballot_and_a_wrong_grade_are_refused_on_the_ballot(cycle, pilot, client, plain):
    vote = open_one(cycle, pilot)
    for sent in ({"envoi": "n"}, ballot(7, 1, 1, 1)):
        page = client.post(link(vote), sent)
        assert page.status_code == 422
        assert "Rien n’est encore envoyé." in plain(page.content.decode())
    with unscoped("a test counts"):
        assert not Answer.objects.exists()


def test_a_forged_ballot_leaves_no_comment_and_no_signature(cycle, pilot, client):
    partners = CollegeFactory(organisation=cycle.organisation, kind="partners")
    vote = open_one(cycle, pilot, colleges=[partners])
    client.post(
        link(vote), {**ballot(1, 1, 1, 1), "c1": "C’est moi", "signature": "organisation", "nom": "Mairie"}
    )
    assert (Comment.objects.count(), OrganisationAnswer.objects.count()) == (0, 0)
    assert Answer.objects.count() == 4


def test_a_paper_ballot_leaves_no_comment_either(cycle, pilot, client):
    vote = open_one(cycle, pilot)
    call = RoundCollege.objects.get(round=vote.round)
    page = reverse("participation:paper-entry", args=[cycle.organisation.slug, cycle.pk, call.pk])
    answers = {f"answer_{place}": "1" for place in range(4)}
    sent = client.post(page, {**answers, "nonce": "n", "comment_0": "C’était l’écriture de Paul"})
    assert sent.status_code == 302
    assert (Answer.objects.count(), Comment.objects.count()) == (4, 0)


def test_a_vote_until_the_end_of_time_still_shows_how_to_put_it_off(cycle, pilot, client):
    vote = open_one(cycle, pilot, closes_on=date.max)
    page = reverse("plans:vote-extend", args=[cycle.organisation.slug, vote.pk])
    assert client.get(page).status_code == 200


def test_a_code_serves_once(cycle, pilot, client):
    vote = open_one(cycle, pilot, single_use=True)
    slip = make_slips(call=RoundCollege.objects.get(round=vote.round), count=1, by=pilot)[0]
    own = reverse("participation:answer", args=[token_of(slip.handle)])
    assert "Ce vote se fait avec un code à vous." in client.get(link(vote)).content.decode()
    assert "Ce vote se fait avec un code à vous." in client.get(link(vote, "kiosk")).content.decode()
    client.post(link(vote), ballot(1, 1, 1, 1))
    assert not Answer.objects.exists()
    client.post(own, ballot(1, 1, 1, 1, nonce="a"))
    client.post(own, ballot(6, 6, 6, 6, nonce="b"))
    assert set(Answer.objects.values_list("level", flat=True)) == {1}
    assert "Ce code a déjà servi." in client.get(own).content.decode()


def test_a_shared_screen_takes_one_ballot_after_another(cycle, pilot, client):
    vote = open_one(cycle, pilot)
    for number in range(3):
        page = client.post(link(vote, "kiosk"), ballot(1, 2, 3, 4, nonce=f"n{number}"), follow=True)
        assert "Une autre personne vote" in page.content.decode()
    assert RoundCollege.objects.get(round=vote.round).answered_count == 3


def test_before_after_the_last_day_and_closed_the_link_is_honest(cycle, pilot, client, plain):
    draft = prepare_vote(cycle=cycle, content=content_of(title="Plus tard"), by=pilot)
    assert "Ce vote n’est pas encore ouvert." in client.get(link(draft)).content.decode()
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 2, 3, 4)] * 10)
    vote.round.closes_on = timezone.localdate() - timedelta(days=1)
    vote.round.save()
    assert "Le vote est terminé." in client.get(link(vote)).content.decode()
    client.post(link(vote), ballot(1, 1, 1, 1))
    assert Answer.objects.count() == 40
    close_vote(vote=vote, by=pilot)
    html = plain(client.get(link(vote)).content.decode())
    assert "« Ouvrir le samedi matin » arrive en tête." in html
    assert 'name="proposal"' not in html


def test_the_link_of_a_vote_of_few_shows_nothing(cycle, pilot, client, plain):
    vote = open_one(cycle, pilot)
    cast(vote, [(1, 2, 3, 4)] * 4)
    close_vote(vote=vote, by=pilot)
    html = plain(client.get(link(vote)).content.decode())
    assert "Moins de cinq bulletins : on ne montre rien." in html
    assert ACTIONS[0] not in html


def test_the_ballot_speaks_english(cycle, pilot, client):
    vote = open_one(cycle, pilot)
    html = client.get(link(vote) + "?langue=en", follow=True).content.decode()
    assert "Excellent idea" in html
