"""Sending answers: what goes in, what is refused, and how many queries it takes."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marchepied.apps.participation.enums import AnswerKind, AnswerMode, CollegeKind, RoundState
from marchepied.apps.participation.models import Answer, Comment, OrganisationAnswer
from marchepied.apps.participation.services import (
    close_round,
    deposit_answers,
    deposit_organisation_answer,
    erase_respondent_keys,
    publish_reply,
)
from marchepied.apps.participation.services.erasure import forget_respondents
from marchepied.core.models import AuditEntry, Trace
from marchepied.core.scope import scope
from tests.factories.organisations import PersonFactory
from tests.factories.participation import InvitationFactory, RoundCollegeFactory, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    call = RoundCollegeFactory()
    with scope(call.organisation):
        yield call


def stored(call):
    return sorted(Answer.objects.filter(call=call).values_list("item_id", "kind", "level"))


def test_answers_go_in_without_time_or_name(call):
    assert deposit_answers(
        call=call,
        answers={"q1": 4, "q2": AnswerKind.DONT_KNOW, "q3": AnswerKind.NOT_CONCERNED},
        comments={"q1": "  On devrait le faire plus souvent.  ", "q2": "   "},
    )

    call.refresh_from_db()
    assert stored(call) == [("q1", 0, 4), ("q2", 1, None), ("q3", 2, None)]
    assert len(set(Answer.objects.values_list("respondent", flat=True))) == 1
    assert list(Comment.objects.values_list("item_id", "text")) == [
        ("q1", "On devrait le faire plus souvent.")
    ]
    assert call.answered_count == 1
    assert AuditEntry.objects.count() == Trace.objects.count() == 0


def test_two_people_have_two_keys(call):
    for level in (1, 5):
        deposit_answers(call=call, answers={"q1": level}, comments={})

    assert len(set(Answer.objects.values_list("respondent", flat=True))) == 2


@pytest.mark.parametrize("items", [1, 3, 300])
def test_sending_takes_the_same_queries_whatever_the_size(items, django_assert_num_queries):
    call = RoundCollegeFactory(round__form=form_of(items))
    invitation = InvitationFactory(call=call)
    answers = {item["id"]: 2 for item in call.round.form["items"]}
    comments = dict.fromkeys(answers, "Un mot.")
    with scope(call.organisation), django_assert_num_queries(7):
        deposit_answers(call=call, answers=answers, comments=comments, invitation=invitation)
    with scope(call.organisation):
        assert len(stored(call)) == items


@pytest.mark.parametrize(
    ("answers", "comments", "sentence"),
    [
        ({"q1": 6}, {}, "Question 1 : cette réponse n’existe pas."),
        ({"q1": 0}, {}, "Question 1 : cette réponse n’existe pas."),
        ({"q1": True}, {}, "Question 1 : cette réponse n’existe pas."),
        ({"q1": AnswerKind.LEVEL}, {}, "Question 1 : il manque le niveau choisi."),
        ({"q9": 1}, {}, "Ce questionnaire ne contient pas cette question."),
        ({"q3": 1}, {}, "Cette question n’est pas posée à votre groupe."),
        ({"q1": 1}, {"q3": "Un mot"}, "Cette question n’est pas posée à votre groupe."),
        (
            {"q1": 1},
            {"q2": "é" * 20_000},
            "Question 2 : votre mot a 20000 caractères, raccourcissez-le à 2000.",
        ),
        ({}, {"q1": " \n"}, "Répondez à une question au moins, puis envoyez."),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_written(call, plain, answers, comments, sentence):
    call.item_ids = ["q1", "q2"]
    call.save()
    with pytest.raises(ValidationError) as refusal:
        deposit_answers(call=call, answers=answers, comments=comments)

    call.refresh_from_db()
    assert [plain(message) for message in refusal.value.messages] == [sentence]
    assert (stored(call), Comment.objects.count(), call.answered_count) == ([], 0, 0)


def test_hostile_text_is_kept_as_text_without_control_characters(call):
    text = "<script>alert(1)</script> \x00\x1b[31m\u202eà l’envers 👩\u200d🍳 漢字\r\nsuite"
    deposit_answers(call=call, answers={}, comments={"q1": text})

    assert Comment.objects.get().text == "<script>alert(1)</script> [31mà l’envers 👩\u200d🍳 漢字\nsuite"


def test_an_invitation_serves_once(call):
    invitation, other = InvitationFactory(call=call), InvitationFactory(call=call)
    deposit_answers(call=call, answers={"q1": 1}, comments={}, invitation=invitation)
    with pytest.raises(ValidationError) as refusal:
        deposit_answers(call=call, answers={"q1": 2}, comments={}, invitation=invitation)

    for row in (invitation, other, call):
        row.refresh_from_db()
    assert refusal.value.code == "used"
    assert (invitation.used, other.used) == (True, False)
    assert (stored(call), call.answered_count) == ([("q1", 0, 1)], 1)


def test_another_calls_invitation_opens_nothing(call):
    with pytest.raises(ValidationError) as refusal:
        deposit_answers(call=call, answers={"q1": 1}, comments={}, invitation=InvitationFactory())

    assert (refusal.value.code, stored(call)) == ("used", [])


def test_the_same_form_sent_twice_counts_once(call):
    invitation = InvitationFactory(call=call)
    sent = [
        deposit_answers(call=call, answers={"q1": 3}, comments={}, invitation=invitation, nonce="le même")
        for _attempt in range(3)
    ]

    call.refresh_from_db()
    assert sent == [True, False, False]
    assert (stored(call), call.answered_count) == ([("q1", 0, 3)], 1)


def test_a_refused_form_may_be_corrected_and_sent_again(call):
    with pytest.raises(ValidationError):
        deposit_answers(call=call, answers={"q1": 9}, comments={}, nonce="n")

    assert deposit_answers(call=call, answers={"q1": 3}, comments={}, nonce="n")


@pytest.mark.parametrize("state", [RoundState.DRAFT, RoundState.CLOSED])
def test_a_round_that_is_not_open_takes_nothing(call, state):
    call.round.state = state
    call.round.save()
    with pytest.raises(ValidationError) as refusal:
        deposit_answers(call=call, answers={"q1": 1}, comments={})

    assert (refusal.value.code, stored(call)) == ("closed", [])


def test_a_common_answer_is_given_once(call):
    call.mode = AnswerMode.COLLECTIVE
    call.save()
    deposit_answers(call=call, answers={"q1": 4}, comments={})
    with pytest.raises(ValidationError) as refusal:
        deposit_answers(call=call, answers={"q1": 1}, comments={})

    assert (refusal.value.code, stored(call)) == ("collective_done", [("q1", 0, 4)])


def test_a_partner_may_answer_in_its_own_name_apart(call):
    call.college.kind = CollegeKind.PARTNERS
    deposit_organisation_answer(
        call=call,
        name="  Mairie   de Saint-Brieuc ",
        contact="Service insertion",
        answers={"q1": 2, "q2": AnswerKind.DONT_KNOW},
        comments={"q3": "À voir."},
    )

    call.refresh_from_db()
    kept = OrganisationAnswer.objects.get()
    assert (kept.name, kept.contact) == ("Mairie de Saint-Brieuc", "Service insertion")
    assert kept.content == {
        "q1": {"kind": 0, "level": 2, "comment": ""},
        "q2": {"kind": 1, "level": None, "comment": ""},
        "q3": {"kind": None, "level": None, "comment": "À voir."},
    }
    assert (Answer.objects.count(), Comment.objects.count(), call.answered_count) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["employees", "pathway_employees", "beneficiaries", "volunteers"])
def test_people_are_never_led_to_sign(call, plain, kind):
    call.college.kind = kind
    with pytest.raises(ValidationError) as refusal:
        deposit_organisation_answer(call=call, name="Moi", answers={"q1": 1}, comments={})

    assert [plain(message) for message in refusal.value.messages] == [
        "Dans ce groupe, personne ne répond en son nom : vos réponses restent anonymes."
    ]
    assert OrganisationAnswer.objects.count() == 0


def test_closing_moves_every_row_and_changes_no_answer(call):
    for level in (1, 2, 3, 4, 5):
        deposit_answers(call=call, answers={"q1": level, "q2": 1}, comments={"q1": f"Mot {level}"})
    before = stored(call)
    keys = set(Answer.objects.values_list("id", flat=True))

    close_round(round=call.round, by=PersonFactory())

    assert stored(call) == before
    assert keys.isdisjoint(Answer.objects.values_list("id", flat=True))
    assert sorted(Comment.objects.values_list("text", flat=True)) == [f"Mot {n}" for n in range(1, 6)]


def test_respondent_keys_are_erased_in_time_and_only_then(call, settings):
    settings.RESPONDENT_KEY_MONTHS = 6
    deposit_answers(call=call, answers={"q1": 1, "q2": 2}, comments={})
    close_round(round=call.round, by=None)
    closed = call.round.closed_on
    early = closed.replace(year=closed.year, day=1)

    assert erase_respondent_keys(today=early) == 0
    assert Answer.objects.filter(respondent=None).count() == 0
    assert erase_respondent_keys(today=closed.replace(year=closed.year + 1)) == 1
    assert set(Answer.objects.values_list("respondent", flat=True)) == {None}
    assert stored(call) == [("q1", 0, 1), ("q2", 0, 2)]
    assert erase_respondent_keys(today=closed.replace(year=closed.year + 1)) == 0


def test_keys_are_erased_by_one_pass_over_the_answers(call):
    """Through a join, PostgreSQL looked at the table once for each answer: 20,000 took minutes."""
    deposit_answers(call=call, answers={"q1": 1}, comments={})
    close_round(round=call.round, by=None)
    with CaptureQueriesContext(connection) as asked:
        forget_respondents(round=call.round, by=None)
    table = f'"{Answer._meta.db_table}"'
    (erasing,) = [
        query["sql"] for query in asked if query["sql"].startswith(f'UPDATE {table} SET "respondent" = NULL')
    ]
    assert erasing.count(table) == erasing.count(f"{table}.") + 1


def test_a_reply_is_published_after_closing(call):
    content = {"fr": {"title": "Ce que nous avons entendu", "paragraphs": ["Merci."], "parts": []}}
    with pytest.raises(ValidationError):
        publish_reply(round=call.round, content=content, by=PersonFactory())
    close_round(round=call.round, by=None)
    publish_reply(round=call.round, content=content, by=PersonFactory())
    changed = {"fr": {**content["fr"], "title": "Ce que nous faisons"}}

    assert publish_reply(round=call.round, content=changed, by=PersonFactory()).content == changed
    assert AuditEntry.objects.filter(verb="reply.published").count() == 2


@pytest.mark.parametrize("mixed", [1, 4, 2000])
def test_rows_moved_among_the_others_are_neither_lost_nor_doubled(call, monkeypatch, mixed):
    monkeypatch.setattr("marchepied.apps.participation.services.deposit.MIXED_ROWS", mixed)
    elsewhere = RoundCollegeFactory(organisation=call.organisation)
    for level in (1, 2, 3, 4, 5, 1, 2):
        for asked in (call, elsewhere):
            deposit_answers(call=asked, answers={"q1": level, "q3": level}, comments={"q2": f"Mot {level}"})

    expected = sorted((item, 0, level) for level in (1, 2, 3, 4, 5, 1, 2) for item in ("q1", "q3"))
    assert stored(call) == stored(elsewhere) == expected
    assert len(set(Answer.objects.values_list("respondent", flat=True))) == 14
    assert sorted(Comment.objects.filter(call=call).values_list("text", flat=True)) == sorted(
        f"Mot {level}" for level in (1, 2, 3, 4, 5, 1, 2)
    )
