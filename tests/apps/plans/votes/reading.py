"""A vote closed and read line by line, and the sentence of a refusal."""

import pytest
from django.core.exceptions import ValidationError

from marchepied.apps.plans.services.votes import (
    close_vote,
)
from tests.sentences import said


def close(vote, pilot):
    closed = close_vote(vote=vote, by=pilot)
    return {line["id"]: line for line in closed.result.get("proposals", [])}, closed


def by_title(vote):
    return {proposal["title"]: proposal["id"] for proposal in vote.proposals}


def refusal(gesture):
    with pytest.raises(ValidationError) as refused:
        gesture()
    return said(refused)[0]
