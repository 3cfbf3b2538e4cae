"""What a facilitator does with a topic: prepare, open, read over, end."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.deliberation.enums import Phase, StatementState
from marchepied.apps.deliberation.models import Release, Statement, Topic
from marchepied.apps.deliberation.services.statements import propose_statement
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.models import Answer, Invitation
from marchepied.core.scope import scope
from tests.conftest import StrictClient
from tests.factories.deliberation import (
    AGREE,
    DISAGREE,
    SENTENCES,
    call_of,
    cast,
    open_one,
    prepare_one,
    vote_all,
    voter_of,
)
from tests.factories.organisations import MembershipFactory
from tests.factories.participation import CollegeFactory

pytestmark = pytest.mark.django_db


def to(name, topic, *more):
    return reverse(f"deliberation:{name}", args=[topic.organisation.slug, topic.pk, *more])


def sent(**changes):
    """What the form of a new topic sends."""
    days = {"vote_until": timezone.localdate() + timedelta(days=9)}
    plain = {
        "title": "Nos horaires",
        "context": "Pour la rentrée.",
        "lines": "Ouvrir le samedi\n\nFermer plus tôt\nouvrir le samedi.",
        "how": "link",
        "moderation": "before",
        "proposals_while_voting": "on",
        "responsible": "Claire Morel",
    }
    return {**plain, **days, **changes}


def test_a_topic_is_prepared_read_again_and_opened(chief, house, plain):
    answer = chief.post(reverse("deliberation:topic-new", args=[house.slug]), sent())
    topic = Topic.objects.get()
    assert answer["Location"] == to("topic", topic)
    assert [row.text for row in topic.statements.all()] == ["Ouvrir le samedi", "Fermer plus tôt"]
    assert "2 phrases pour commencer" in plain(chief.get(to("topic", topic)).content.decode())
    page = chief.get(to("topic-edit", topic)).content.decode()
    assert 'value="Nos horaires"' in page
    chief.post(to("topic-edit", topic), sent(title="Nos horaires d’été", single_use="", how="codes"))
    topic.refresh_from_db()
    assert (topic.title, topic.round.form["single_use"]) == ("Nos horaires d’été", True)
    assert topic.statements.count() == 2

    chief.post(to("topic-open", topic))
    topic.refresh_from_db()
    assert (topic.phase, topic.round.state) == (Phase.VOTE, "open")
    house.refresh_from_db()
    assert house.opened == ["deliberation"]
    assert ">Débattre</a>" in chief.get(to("topic", topic)).content.decode()
    assert chief.get(to("topic-edit", topic)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Donnez un titre au sujet"),
        ({"vote_until": ""}, "Donnez le dernier jour où l’on peut voter."),
        ({"vote_until": "2020-01-01"}, "Choisissez un jour à venir."),
        ({"responsible": ""}, "Dites qui répond des données"),
        ({"proposing": "on"}, "Donnez le dernier jour où l’on propose."),
        ({"decide_on": timezone.localdate()}, "Les jours se suivent"),
        ({"lines": "x" * 281}, "Ligne 1 : cette phrase a 281 signes, 280 au plus."),
    ],
)
def test_what_lacks_is_said_and_nothing_is_kept(chief, house, plain, changes, sentence):
    answer = chief.post(reverse("deliberation:topic-new", args=[house.slug]), sent(**changes))
    assert sentence in plain(answer.content.decode())
    assert Topic.objects.count() == 0
    assert Statement.objects.count() == 0


def test_groups_are_called_each_by_its_link(chief, house, plain):
    colleges = [CollegeFactory(organisation=house, name=name) for name in ("Salariés", "Bénévoles")]
    chief.post(
        reverse("deliberation:topic-new", args=[house.slug]),
        sent(who="groups", groups=[str(college.pk) for college in colleges], by_college="on"),
    )
    topic = Topic.objects.get()
    assert topic.by_college is True
    chief.post(to("topic-open", topic))
    page = plain(chief.get(to("topic", topic)).content.decode())
    assert "Donner à chaque groupe son lien" in page
    links = [to("invite", topic, call_of(topic, place).pk) for place in (0, 1)]
    assert all(link in page for link in links)


def test_a_topic_without_statements_does_not_open(chief, house, messages_of, plain):
    topic = prepare_one(house, lines=["Une seule phrase"])
    answer = chief.post(to("topic-open", topic), follow=True)
    assert [plain(said) for said in messages_of(answer)] == [
        "Il faut au moins 2 phrases pour voter ; il y en a 1."
    ]
    topic.refresh_from_db()
    assert topic.phase == Phase.DRAFT


def test_an_unopened_topic_is_removed(chief, house):
    topic = prepare_one(house)
    assert chief.get(to("topic-delete", topic)).status_code == 200
    chief.post(to("topic-delete", topic))
    assert Topic.objects.count() == 0
    assert chief.get(to("topic-delete", open_one(house))).status_code == 404


def propose(topic, *texts):
    for number, text in enumerate(texts):
        propose_statement(topic=topic, voter=voter_of(topic, f"author {number}"), text=text)


def test_statements_are_read_over_accepted_refused_and_taken_back(chief, house, topic, plain):
    propose(topic, "Un vestiaire pour tous", "Le directeur est nul")
    page = plain(chief.get(to("statements", topic)).content.decode())
    assert "2 phrases à relire" in page
    good, bad = Statement.objects.filter(state="waiting").order_by("-text")
    chief.post(to("statement-accept", topic, good.pk))
    empty = plain(chief.post(to("statement-refuse", topic, bad.pk), {"reason": " "}).content.decode())
    assert "Dites pourquoi vous écartez cette phrase" in empty
    chief.post(to("statement-refuse", topic, bad.pk), {"reason": "Vise une personne"})
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, good.number) == (StatementState.ACCEPTED, 7)
    assert (bad.state, bad.number, bad.reason) == (StatementState.REFUSED, None, "Vise une personne")
    assert "Vise une personne" in chief.get(to("statements", topic)).content.decode()
    chief.post(to("statement-accept", topic, bad.pk))
    bad.refresh_from_db()
    assert (bad.state, bad.number, bad.reason) == (StatementState.ACCEPTED, 8, "")


def test_near_duplicates_are_suggested_and_merged(chief, house, topic, plain):
    propose(topic, "Il faudrait ouvrir le samedi matin aussi")
    waiting = Statement.objects.get(state="waiting")
    first = Statement.objects.get(number=1)
    page = plain(chief.get(to("statements", topic)).content.decode())
    suggested = page.split("Presque la même que :")[1].split("</ul>")[0]
    assert SENTENCES[0] in suggested
    assert SENTENCES[1] not in suggested
    assert "(la plus proche)" in plain(chief.get(to("statement-merge", topic, waiting.pk)).content.decode())
    chief.post(to("statement-merge", topic, waiting.pk), {"garder": first.pk})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.merged_into_id) == (StatementState.MERGED, first.pk)
    chief.post(to("statement-accept", topic, waiting.pk))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.merged_into) == (StatementState.ACCEPTED, None)


def test_more_statements_are_added_while_people_vote(chief, topic, messages_of):
    answer = chief.post(
        to("statements", topic), {"lines": "Une phrase de plus\nEncore une autre"}, follow=True
    )
    assert messages_of(answer) == ["2 phrases sont ajoutées."]
    assert Statement.objects.count() == 8


def test_a_statement_set_aside_does_not_count_in_the_result(chief, topic):
    first = Statement.objects.get(number=1)
    chief.post(to("statement-meta", topic, first.pk))
    cast(topic, [[AGREE] * 6] * 12)
    chief.post(to("vote-end", topic))
    page = chief.get(to("topic", topic)).content.decode()
    assert SENTENCES[0] not in page
    assert SENTENCES[1] in page


def test_results_are_shown_from_ten_people_then_five_more_each_time(chief, topic, messages_of, plain):
    cast(topic, [[AGREE, DISAGREE] * 3] * 9)
    lacking = "Attendez qu’une personne de plus ait déposé ses votes : sinon on devinerait les siens."
    refused = chief.post(to("results-show", topic), follow=True)
    assert [plain(said) for said in messages_of(refused)] == [lacking]
    cast(topic, [[AGREE, DISAGREE] * 3], name="tenth")
    chief.post(to("results-show", topic))
    assert [row.voters for row in Release.objects.all()] == [10]
    cast(topic, [[AGREE] * 6] * 4, name="more")
    chief.post(to("results-show", topic))
    assert Release.objects.count() == 1
    cast(topic, [[AGREE] * 6], name="last")
    chief.post(to("results-show", topic))
    assert sorted(row.voters for row in Release.objects.all()) == [10, 15]


def test_ending_the_vote_says_what_it_does_then_shows_the_result(chief, topic, plain):
    cast(topic, [[AGREE, DISAGREE, AGREE, AGREE, AGREE, DISAGREE]] * 11)
    vote_all(topic, voter_of(topic, "unfinished"), {1: AGREE})
    page = plain(chief.get(to("vote-end", topic)).content.decode())
    assert "11 personnes ont déposé leurs votes. 1 autre a commencé" in page
    chief.post(to("vote-end", topic))
    topic.refresh_from_db()
    assert (topic.phase, topic.round.state) == (Phase.DISCUSS, "closed")
    assert Answer.objects.filter(item_id="s1").count() == 12
    page = plain(chief.get(to("topic", topic)).content.decode())
    assert "12 personnes ont voté." in page
    assert "Presque personne n’est d’accord." in page
    assert chief.get(to("vote-end", topic)).status_code == 404


def test_a_topic_goes_on_to_its_end_and_one_step_back(chief, topic):
    cast(topic, [[AGREE] * 6] * 6)
    chief.post(to("vote-end", topic))
    phases = []
    for target in ("vote", "decide", "discuss", "decide", "done", "decide"):
        chief.post(to("topic-move", topic), {"vers": target})
        topic.refresh_from_db()
        phases.append(str(topic.phase))
    assert phases == ["discuss", "decide", "discuss", "decide", "done", "decide"]


def test_a_late_topic_is_extended(chief, topic, plain):
    yesterday = timezone.localdate() - timedelta(days=1)
    topic.vote_until = topic.round.closes_on = yesterday
    topic.save()
    topic.round.save()
    assert "plus rien n’est pris" in plain(chief.get(to("topic", topic)).content.decode())
    later = timezone.localdate() + timedelta(days=3)
    chief.post(to("topic-extend", topic), {"until": later})
    topic.refresh_from_db()
    assert (topic.vote_until, topic.round.closes_on) == (later, later)


def test_people_are_invited_by_mail_reminded_and_given_slips(
    chief, topic, plain, django_capture_on_commit_callbacks
):
    call = call_of(topic)
    page = plain(chief.get(to("invite", topic, call.pk)).content.decode())
    assert "ce qui nous rassemble et ce qui nous divise" in page
    with django_capture_on_commit_callbacks(execute=True):
        chief.post(to("invite-mail", topic, call.pk), {"addresses": "awa@exemple.fr", "send": "1"})
    assert len(mail.outbox) == 1
    assert "Vos votes sont anonymes" in plain(mail.outbox[0].body)
    assert "0 question" not in plain(mail.outbox[0].body)
    Invitation.objects.update(sent_on=timezone.localdate() - timedelta(days=4))
    with django_capture_on_commit_callbacks(execute=True):
        chief.post(to("remind", topic, call.pk))
    assert "même commencés" in plain(mail.outbox[1].body)
    slips = chief.post(to("slips", topic, call.pk), {"count": 3})
    assert slips["Content-Type"] == "application/pdf"
    for name in ("poster-pdf", "paper-pdf"):
        assert chief.get(to(name, topic, call.pk))["Content-Type"] == "application/pdf"
    assert chief.get(to("poster", topic, call.pk)).status_code == 200


def test_paper_sheets_are_typed_in(chief, topic, plain):
    call = call_of(topic)
    page = chief.get(to("paper-entry", topic, call.pk))
    nonce = page.context["form"]["nonce"].value()
    wrong = chief.post(to("paper-entry", topic, call.pk), {"nonce": nonce, "vote_1": "7"})
    assert "Tapez 1, 2 ou 3" in plain(wrong.content.decode())
    sheet = {"nonce": nonce, "vote_1": "1", "vote_2": "2", "vote_3": "3"}
    chief.post(to("paper-entry", topic, call.pk), sheet)
    chief.post(to("paper-entry", topic, call.pk), sheet)
    assert sorted(Answer.objects.values_list("item_id", "level")) == [("s1", 1), ("s2", 3), ("s3", 2)]


def test_each_role_meets_what_is_theirs(house, topic):
    reader = MembershipFactory(organisation=house, role=Role.READER).person
    client = StrictClient()
    client.force_login(reader)
    assert client.get(to("topic", topic)).status_code == 200
    assert client.get(reverse("deliberation:topics", args=[house.slug])).status_code == 200
    for name in ("statements", "vote-end", "topic-extend"):
        assert client.get(to(name, topic)).status_code == 404
    assert client.post(to("results-show", topic)).status_code == 404
    assert "Inviter" not in client.get(to("topic", topic)).content.decode()


def test_another_organisations_topic_is_not_found(chief, house):
    other = MembershipFactory(role=Role.PILOT).organisation
    with scope(other):
        theirs = open_one(other)
        statement = theirs.statements.get(number=1)
        call = call_of(theirs)

    def here(name, *more):
        return reverse(f"deliberation:{name}", args=[house.slug, theirs.pk, *more])

    pages = [here(name) for name in ("topic", "statements", "vote-end", "topic-extend")]
    pages += [here("statement-refuse", statement.pk), here("statement-merge", statement.pk)]
    pages += [here(name, call.pk) for name in ("invite", "invite-mail", "remind", "paper-entry", "paper-pdf")]
    assert {chief.get(page).status_code for page in pages} == {404}
    assert chief.post(here("statement-accept", statement.pk)).status_code == 404
    mine = open_one(house)
    crossed = reverse("deliberation:statement-refuse", args=[house.slug, mine.pk, statement.pk])
    assert chief.get(crossed).status_code == 404
    assert chief.get(reverse("deliberation:invite", args=[house.slug, mine.pk, call.pk])).status_code == 404


@pytest.mark.parametrize("count", [3, 200])
def test_pages_ask_as_many_queries_whatever_their_length(chief, house, count):
    topic = open_one(house, lines=[f"Phrase numéro {n} du sujet" for n in range(count)])
    propose(topic, *[f"Une autre idée, la {n}" for n in range(3 if count == 3 else 10)])
    asked = {}
    for name in ("topic", "statements"):
        with CaptureQueriesContext(connection) as queries:
            chief.get(to(name, topic))
        asked[name] = len(queries)
    with CaptureQueriesContext(connection) as queries:
        chief.get(reverse("deliberation:topics", args=[house.slug]))
    assert (asked, len(queries)) == ({"topic": 8, "statements": 8}, 4)
