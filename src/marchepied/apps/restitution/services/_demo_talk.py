"""A told debate: statements, votes drawn from what each part of the people tends to say, then a decision."""

import random
from datetime import datetime, time
from typing import Any

from django.utils import timezone

from marchepied.apps.deliberation.enums import Phase, PollWay, Vote
from marchepied.apps.deliberation.selectors.statements import statements_of
from marchepied.apps.deliberation.services.decisions import DecisionContent, reply_to_voters, write_decision
from marchepied.apps.deliberation.services.polls import (
    PollCount,
    answer_objection,
    close_poll,
    open_poll,
    record_objection,
)
from marchepied.apps.deliberation.services.proposals import (
    AmendmentContent,
    ProposalContent,
    accept_amendment,
    propose_amendment,
    write_proposal,
)
from marchepied.apps.deliberation.services.topics import (
    TopicContent,
    end_vote,
    move_on,
    open_topic,
    prepare_topic,
)
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.participation.services import deposit_ballots
from marchepied.apps.restitution.services._demo_house import Stage, date_back

# Shares of votes: who does not see a statement, who passes, to whom it matters.
UNSEEN, PASSED, MATTERS = 0.12, 0.08, 0.15


def talk_together(stage: Stage) -> None:
    """The debates of a story, where it tells of some."""
    for told in stage.told.get("talks", ()):
        topic = _open(stage, told)
        _vote(stage, topic, told)
        if "proposal" in told:
            _decide(stage, topic, told)


def _open(stage: Stage, told: dict[str, Any]) -> Any:
    content = TopicContent(
        title=told["title"],
        context=told["context"],
        lines=[row["text"] for row in told["statements"]],
        vote_until=None,
        responsible=stage.pilot.name,
    )
    topic = prepare_topic(organisation=stage.organisation, content=content, by=stage.pilot)
    return open_topic(topic=topic, by=stage.pilot)


def _vote(stage: Stage, topic: Any, told: dict[str, Any]) -> None:
    """Everybody votes, and the vote ends on its day. The same story always draws the same votes."""
    draw = random.Random(told["seed"])  # noqa: S311
    (call,) = calls_of(topic.round)
    call.round = topic.round
    ballots = [
        _fill(draw, [row["agree"][rank] for row in told["statements"]])
        for rank, people in enumerate(told["people"])
        for _person in range(people)
    ]
    deposit_ballots(call=call, ballots=ballots, by=stage.pilot)
    end_vote(topic=topic, by=stage.pilot)
    opened, ended = (_moment(stage, told[name]) for name in ("opened", "ended"))
    date_back(topic, created_at=opened, opened_at=opened)
    date_back(topic.round, opened_on=opened.date(), closed_on=ended.date())
    date_back(topic.releases.get(), made_at=ended)


def _fill(draw: random.Random, likes: list[float]) -> dict[str, int]:
    ballot = {}
    for number, like in enumerate(likes, 1):
        if draw.random() < UNSEEN:
            continue
        side = Vote.PASS if draw.random() < PASSED else Vote.AGREE if draw.random() < like else Vote.DISAGREE
        ballot[f"s{number}"] = int(side.weigh(draw.random() < MATTERS))
    return ballot


def _decide(stage: Stage, topic: Any, told: dict[str, Any]) -> None:
    topic = move_on(topic=topic, to=Phase.DECIDE, by=stage.pilot)
    row = told["proposal"]
    numbers = [one.number or 0 for one in statements_of(topic) if one.number in row["statements"]]
    proposal = write_proposal(
        topic=topic, content=ProposalContent(row["title"], row["text"], numbers), by=stage.pilot
    )
    change = row["amendment"]
    amendment = propose_amendment(
        proposal=proposal,
        content=AmendmentContent(change["text"], change["why"], change["said_by"]),
        by=stage.pilot,
    )
    proposal = accept_amendment(amendment=amendment, answer=change["answer"], by=stage.pilot)
    poll = open_poll(proposal=proposal, way=PollWay.CONSENT, by=stage.pilot)
    for objection in row["objections"]:
        written = record_objection(
            poll=poll, text=objection["text"], said_by=objection["said_by"], by=stage.pilot
        )
        answer_objection(objection=written, answer=objection["answer"], lifted=True, by=stage.pilot)
    close_poll(poll=poll, count=PollCount(people=row["people"]), by=stage.pilot)
    decided = told["decision"]
    content = DecisionContent(proposal.text, decided["reasons"], decided["by"])
    decision = write_decision(topic=topic, proposal=proposal, content=content, by=stage.pilot)
    date_back(decision, decided_on=stage.day(decided["on"]))
    reply_to_voters(topic=topic, title=told["reply"]["title"], text=told["reply"]["text"], by=stage.pilot)
    topic = move_on(topic=topic, to=Phase.DONE, by=stage.pilot)
    date_back(topic, ended_at=_moment(stage, decided["on"]))


def _moment(stage: Stage, told: Any) -> datetime:
    return timezone.make_aware(datetime.combine(stage.day(told), time(18)))
