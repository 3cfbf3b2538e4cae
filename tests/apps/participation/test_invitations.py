"""Slips, invitations by mail and reminders: sent once, and silent about who has answered."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from marchepied.apps.participation.enums import AnswerMode, InvitationKind, RoundState
from marchepied.apps.participation.models import Invitation, RoundCollege
from marchepied.apps.participation.selectors import InvitationCounts, call_for_code, invitation_counts
from marchepied.apps.participation.services import deposit_answers, invite_by_mail, make_slips, remind
from marchepied.apps.participation.validators import Address, token_of
from marchepied.core.models import AuditEntry
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory
from tests.factories.participation import RoundCollegeFactory, RoundFactory
from tests.sentences import plain, said

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PEOPLE = [Address(f"{name}@exemple.fr", name.title()) for name in ("awa", "bo", "cleo")]


@pytest.fixture
def call(settings):
    settings.BASE_URL = "https://avis.exemple.fr"
    call = RoundCollegeFactory(
        round__organisation__name="L’Atelier & Fils", round__closes_on=TODAY + timedelta(21)
    )
    RoundCollegeFactory()
    with scope(call.organisation):
        yield call


@pytest.fixture
def by():
    return PersonFactory()


@pytest.fixture
def invite(call, by, django_capture_on_commit_callbacks):
    def send(addresses, **options):
        with django_capture_on_commit_callbacks(execute=True):
            return invite_by_mail(call=call, addresses=addresses, by=by, **options)

    return send


@pytest.fixture
def send_reminder(call, by, django_capture_on_commit_callbacks):
    def send(**options):
        with django_capture_on_commit_callbacks(execute=True):
            return remind(call=call, by=by, **options)

    return send


def age_by(days):
    """As if everything written had been written so many days ago."""
    for row in Invitation.objects.all():
        row.sent_on = row.sent_on and row.sent_on - timedelta(days=days)
        row.reminded_on = row.reminded_on and row.reminded_on - timedelta(days=days)
        row.save()


def test_slips_are_single_use_codes_without_a_name_or_a_date(call, by):
    slips = make_slips(call=call, count=300, by=by)
    codes = {token_of(slip.handle) for slip in slips}

    assert len(codes) == Invitation.objects.count() == 300
    assert {(slip.kind, slip.email, slip.name, slip.sent_on) for slip in slips} == {("slip", "", "", None)}
    assert {call_for_code(code).call.pk for code in codes} == {call.pk}


def test_slips_take_the_same_queries_whatever_their_number(call, by, django_assert_num_queries):
    for count in (1, 3, 500):
        with django_assert_num_queries(6):
            make_slips(call=call, count=count, by=by)


@pytest.mark.parametrize("count", [0, -1, 501])
def test_slips_are_made_in_reasonable_numbers(call, by, count):
    with pytest.raises(ValidationError) as refusal:
        make_slips(call=call, count=count, by=by)
    assert said(refusal) == ["Demandez de 1 à 500 bulletins à la fois."]


def test_each_person_gets_a_link_of_their_own(call, invite):
    assert invite(PEOPLE).sent == 3

    rows = {row.email: row for row in Invitation.objects.all()}
    assert [message.to for message in mail.outbox] == [[address.email] for address in PEOPLE]
    first = mail.outbox[0]
    assert plain(first.subject) == "L’Atelier & Fils vous demande votre avis"
    assert f"https://avis.exemple.fr/r/{token_of(rows['awa@exemple.fr'].handle)}/" in first.body
    text = plain(first.body)
    assert text.startswith("Bonjour Awa,")
    assert "Votre avis sur le lien avec nos clients" in text
    assert "3 questions, 3 minutes environ" in text
    assert "Responsable de vos données : Claire Morel, directrice." in text
    assert len({message.body for message in mail.outbox}) == 3
    assert token_of(call.handle) not in "".join(message.body for message in mail.outbox)


def test_a_mail_in_english_carries_the_english_title(invite):
    invite(PEOPLE[:1], language="en")
    assert "Your view on our clients" in plain(mail.outbox[0].body)
    assert "Votre avis sur" not in mail.outbox[0].body


def test_nobody_is_invited_twice_and_what_they_did_is_not_told(call, invite):
    invite(PEOPLE[:2])
    Invitation.objects.filter(email="awa@exemple.fr").update(used=True)
    outcome = invite([*PEOPLE, PEOPLE[2]])

    assert (outcome.sent, outcome.already) == (1, ("awa@exemple.fr", "bo@exemple.fr"))
    assert [message.to[0] for message in mail.outbox] == [address.email for address in PEOPLE]
    assert invite(PEOPLE).sent == 0


def test_too_many_at_once_is_refused_before_anything_leaves(invite):
    with pytest.raises(ValidationError) as refusal:
        invite([Address(f"p{n}@exemple.fr") for n in range(501)])
    assert said(refusal) == ["Invitez au plus 500 personnes à la fois, puis recommencez."]
    assert (mail.outbox, Invitation.objects.count()) == ([], 0)


def test_a_reminder_goes_only_to_links_that_have_not_served(call, invite, send_reminder):
    invite(PEOPLE)
    answered = Invitation.objects.get(email="bo@exemple.fr")
    deposit_answers(call=call, answers={"q1": 2}, comments={}, invitation=answered)
    age_by(3)
    mail.outbox.clear()

    assert send_reminder() == 2
    assert sorted(message.to[0] for message in mail.outbox) == ["awa@exemple.fr", "cleo@exemple.fr"]
    awa = Invitation.objects.get(email="awa@exemple.fr")
    assert f"/r/{token_of(awa.handle)}/" in next(m.body for m in mail.outbox if m.to == [awa.email])
    assert plain(mail.outbox[0].subject) == "L’Atelier & Fils attend encore votre avis"


@pytest.mark.parametrize(("days", "sent"), [(0, 0), (2, 0), (3, 3), (40, 3)])
def test_nobody_is_written_to_twice_within_three_days(invite, send_reminder, days, sent):
    invite(PEOPLE)
    age_by(days)
    assert send_reminder() == sent
    assert send_reminder() == 0
    age_by(3)
    assert send_reminder() == 3


def test_slips_are_never_reminded(call, by, send_reminder):
    make_slips(call=call, count=5, by=by)
    assert send_reminder() == 0
    assert mail.outbox == []


def test_the_audit_tells_how_many_were_invited_and_nothing_of_who(call, invite, send_reminder):
    invite(PEOPLE)
    age_by(4)
    send_reminder()
    entries = [(entry.verb, entry.detail) for entry in AuditEntry.objects.order_by("at")]
    assert entries == [("invitations.sent", {"count": 3}), ("invitations.reminded", {})]


def test_counts_by_call_in_one_query(call, by, invite, django_assert_num_queries):
    invite(PEOPLE)
    make_slips(call=call, count=4, by=by)
    second = RoundCollegeFactory(round=call.round)
    invite_by_mail(call=second, addresses=PEOPLE[:1], by=by)
    RoundCollegeFactory(round=call.round)
    Invitation.objects.filter(call=call, email="bo@exemple.fr").update(used=True)
    Invitation.objects.filter(call=call, kind=InvitationKind.SLIP)[:1].get()
    with django_assert_num_queries(1):
        counts = invitation_counts(call.round, TODAY)
    assert counts == {
        call.pk: InvitationCounts(named=3, slips=4, waiting=2, to_remind=0),
        second.pk: InvitationCounts(named=1, slips=0, waiting=1, to_remind=0),
    }
    assert invitation_counts(call.round, TODAY + timedelta(days=3))[call.pk].to_remind == 2


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.CLOSED])
def test_nobody_is_invited_to_a_questionnaire_that_is_not_open(by, state):
    call = RoundCollegeFactory(round=RoundFactory(state=state))
    with scope(call.organisation):
        for gesture in (
            lambda: make_slips(call=call, count=1, by=by),
            lambda: invite_by_mail(call=call, addresses=PEOPLE, by=by),
            lambda: remind(call=call, by=by),
        ):
            with pytest.raises(ValidationError) as refusal:
                gesture()
            assert said(refusal) == ["Le questionnaire n’est pas ouvert : on ne peut inviter personne."]
        assert (Invitation.objects.count(), RoundCollege.objects.count()) == (0, 1)


def test_nothing_anonymous_is_promised_of_one_answer_for_a_whole_group(call, invite, send_reminder):
    """The answer of a group that answers together is shown as the group's, even when it has one person."""
    call.mode = AnswerMode.COLLECTIVE
    call.save()
    invite(PEOPLE[:1])
    age_by(days=4)
    send_reminder()

    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert "anonyme" not in message.body
        assert "L’Atelier & Fils lira cette réponse comme celle de votre groupe." in plain(message.body)
