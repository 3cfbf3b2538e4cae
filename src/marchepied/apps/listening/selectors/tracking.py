"""What an author finds by a tracking code, without an account."""

from dataclasses import dataclass

from marchepied.apps.listening.enums import MessageKind, WordKind
from marchepied.apps.listening.models import Complaint, ComplaintMessage, Idea, IdeaWord
from marchepied.apps.listening.validators import COMPLAINT, IDEA, open_tracking, tracking_code
from marchepied.core.scope import unscoped


@dataclass(frozen=True)
class FoundTrack:
    """What a tracking code leads to: one of the two is there."""

    complaint: Complaint | None = None
    idea: Idea | None = None

    @property
    def row(self) -> Complaint | Idea:
        row = self.complaint or self.idea
        assert row is not None
        return row


def found_by_code(code: str) -> FoundTrack | None:
    """What a code follows; None for a code that opens nothing (one query at most)."""
    opened = open_tracking(code)
    if opened is None:
        return None
    what, handle = opened
    with unscoped("a tracking code names its own row"):
        if what == COMPLAINT:
            complaints = Complaint.objects.select_related(
                "organisation", "register", "register__organisation"
            )
            complaint = complaints.filter(handle=handle).first()
            return FoundTrack(complaint=complaint) if complaint else None
        ideas = Idea.objects.select_related(
            "organisation", "register", "register__organisation", "commune", "merged_into", "group"
        )
        idea = ideas.filter(handle=handle).first()
        return FoundTrack(idea=idea) if idea else None


def code_of_complaint(complaint: Complaint) -> str:
    """The code by which its author follows a complaint."""
    return tracking_code(complaint.handle, COMPLAINT)


def code_of_idea(idea: Idea) -> str:
    """The code by which its author follows an idea."""
    return tracking_code(idea.handle, IDEA)


def code_of_track(found: FoundTrack) -> str:
    """The code, as it is shown, by which this was found."""
    if found.complaint is not None:
        return code_of_complaint(found.complaint)
    assert found.idea is not None
    return code_of_idea(found.idea)


def talk_with_author(complaint: Complaint) -> list[ComplaintMessage]:
    """What the author of a complaint may read, in order, without the notes kept inside (one query)."""
    rows = ComplaintMessage.objects.filter(complaint=complaint).exclude(kind=MessageKind.NOTE)
    return list(rows)


def words_with_author(idea: Idea) -> list[IdeaWord]:
    """What the author of an idea may read, in order, without the notes kept inside (one query)."""
    return list(IdeaWord.objects.filter(idea=idea).exclude(kind=WordKind.NOTE))
