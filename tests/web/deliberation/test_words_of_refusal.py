"""What a facilitator typed badly is said in words of ours, beside its field."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marchepied.web.deliberation.forms.deciding import (
    AmendmentForm,
    ConsentForm,
    DecisionForm,
    ProposalForm,
    ReplyForm,
)
from marchepied.web.deliberation.forms.topics import TopicForm
from marchepied.web.listening.forms.registers import RegisterForm
from marchepied.web.participation.forms.invitations import SlipsForm

DJANGO = ("Ce champ est obligatoire", "Assurez-vous", "This field", "Ensure")
CHOSEN = {"who": "everybody", "how": "link", "moderation": "before"}
SOON = timezone.localdate() + timedelta(days=3)


@pytest.mark.parametrize("number", ["", "-3", "zut", "99999999"])
@pytest.mark.parametrize(
    "make",
    [
        lambda n: ProposalForm({}, statements=[]),
        lambda n: AmendmentForm({}),
        lambda n: DecisionForm({}, meetings=[]),
        lambda n: ReplyForm({}),
        lambda n: ConsentForm({"people": n}),
        lambda n: SlipsForm({"count": n}),
        lambda n: TopicForm({**CHOSEN, "expected_count": n}, colleges=[], today=SOON),
        lambda n: RegisterForm({"acknowledge_days": n, "answer_days": n}, kind="complaints", people=[]),
    ],
)
def test_no_refusal_speaks_like_a_form(make, number):
    errors = make(number).errors
    said = [str(sentence) for sentences in errors.values() for sentence in sentences]
    assert said
    assert [sentence for sentence in said if sentence.startswith(DJANGO)] == []


@pytest.mark.parametrize(
    ("days", "late"),
    [
        ({"vote_until": 5, "decide_on": 2}, ["decide_on"]),
        ({"proposing": "on", "propose_until": 6, "vote_until": 5}, ["vote_until"]),
        ({"vote_until": 5, "discuss_until": 9, "decide_on": 7}, ["decide_on"]),
        ({"propose_until": 6, "vote_until": 5}, []),
        ({"proposing": "on", "propose_until": 2, "vote_until": 5, "decide_on": 5}, []),
    ],
)
def test_the_day_that_comes_too_early_is_the_one_told(plain, days, late):
    given = {name: SOON + timedelta(days=day) if name != "proposing" else day for name, day in days.items()}
    form = TopicForm(
        {**CHOSEN, "title": "Nos horaires", "responsible": "Claire", **given}, colleges=[], today=SOON
    )
    told = {name: [plain(sentence) for sentence in said] for name, said in form.errors.items()}
    assert told == {
        name: ["Les jours se suivent : proposer, puis voter, puis discuter, puis décider."] for name in late
    }
