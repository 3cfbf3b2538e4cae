"""The page of one statement: which, how far one is, what was said last."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from marchepied.apps.deliberation.enums import Vote
from marchepied.apps.deliberation.selectors.ballots import Ballot, order_for, read_ballot
from marchepied.apps.deliberation.selectors.statements import statements_of
from marchepied.web.deliberation.talking import Talk, show

# The three buttons, in their order on the page.
BUTTONS = (Vote.AGREE, Vote.DISAGREE, Vote.PASS)


def read_number(text: str) -> int | None:
    """The number of a statement as the page gives it; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None


def read_choice(request: HttpRequest) -> Vote | None:
    """The vote of the button pressed, with its importance; None for anything else."""
    number = read_number(request.POST.get("vote", ""))
    if number not in {int(vote) for vote in BUTTONS}:
        return None
    return Vote(number).weigh("important" in request.POST)


def is_proposing(request: HttpRequest) -> bool:
    """Whether the form just sent is the one of one's own sentence: what is wrong is said beside it."""
    return request.POST.get("geste") == "proposer"


def show_vote(
    request: HttpRequest,
    talk: Talk,
    *,
    errors: list[str] | None = None,
    status: int = 200,
    ballot: Ballot | None = None,
    after: int | None = None,
    **more: Any,
) -> HttpResponse:
    """One statement: the one asked for, or the first in this person's order that they have not voted on."""
    ballot = ballot if ballot is not None else read_ballot(talk.voter)
    order = order_for(talk.topic, statements_of(talk.topic), talk.voter)
    by_number: dict[int | None, Any] = {statement.number: statement for statement in order}
    asked = None if after is not None else read_number(request.GET.get("phrase", ""))
    after = after if after is not None else read_number(request.GET.get("apres", ""))
    left = [statement for statement in order if statement.number not in ballot.votes]
    current = (by_number.get(asked) if asked else None) or next(iter(left), None)
    context = {
        "errors": errors or [],
        "statement": current,
        "given": next((vote for n, vote in ballot.votes.items() if current and n == current.number), None),
        "changing": current is not None and current.number == asked and request.GET.get("retour") == "liste",
        "last": by_number.get(after) if after in ballot.votes else None,
        "last_vote": ballot.votes.get(after) if after is not None else None,
        "total": len(order),
        "voted": len(order) - len(left),
        "buttons": BUTTONS,
        "text": "",
        "proposing": is_proposing(request),
        "near": [],
        "sent": request.GET.get("envoyee", ""),
        **more,
    }
    if errors and not context["text"]:
        context["text"] = request.POST.get("phrase_proposee", "")
    return show(request, talk, "talk_vote", status=status, **context)
