"""What people wrote and that may be shown: each text where its own rule lets it be read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from marchepied.apps.listening.enums import Outcome, Visibility
from marchepied.apps.listening.models import Complaint, Idea, SurveyRelease
from marchepied.engines.surveys import TEXT

IDEA, COMPLAINT, SURVEY, COMMENT = "idea", "complaint", "survey", "comment"
SOURCES = (IDEA, COMPLAINT, SURVEY, COMMENT)
_LETTERS = {IDEA: "i", COMPLAINT: "c", SURVEY: "s", COMMENT: "q"}
# The most that a page groups at once: beyond, the first of them, and the page says so.
MOST_TEXTS = 3000


@dataclass(frozen=True)
class Written:
    """A text: its id, which stays the same, where it comes from, and what it answers or is called.

    `row` is the idea or the complaint; None where nothing says whose answer it was in.
    """

    id: str
    source: str
    text: str
    about: str = ""
    row: Any = None


def written_in_registers(organisation: Any, language: str) -> list[Written]:
    """Ideas on the board, complaints without their person, what surveys showed (three queries).

    A complaint whose words may speak of danger or of violence is not there: it is read on its own.
    """
    ideas = Idea.objects.filter(
        organisation=organisation, visibility=Visibility.SHOWN, merged_into=None
    ).defer("search_key")
    complaints = _complaints_of(organisation, urgent=False).defer("search_key")
    texts = [
        *(
            Written(f"{_LETTERS[IDEA]}{row.pk.hex}", IDEA, _join(row.title, row.text), row.title, row)
            for row in ideas
        ),
        *(
            Written(f"{_LETTERS[COMPLAINT]}{row.pk.hex}", COMPLAINT, _join(row.what, row.wanted), "", row)
            for row in complaints
        ),
    ]
    return [*texts, *written_in_surveys(organisation, language)]


def count_urgent(organisation: Any) -> int:
    """The complaints left out because they may speak of danger or of violence (one query)."""
    return _complaints_of(organisation, urgent=True).count()


def _complaints_of(organisation: Any, *, urgent: bool) -> Any:
    """Without what was set aside as no complaint."""
    return Complaint.objects.filter(organisation=organisation, urgent=urgent).exclude(outcome=Outcome.NOT_ONE)


def written_in_surveys(organisation: Any, language: str) -> list[Written]:
    """Free texts of the last release of each survey: those of groups large enough, once it is closed."""
    rows = SurveyRelease.objects.filter(survey__organisation=organisation)
    latest: dict[Any, SurveyRelease] = {}
    for row in rows.order_by("survey", "-number"):
        latest.setdefault(row.survey_id, row)
    said: list[tuple[str, str, str]] = []
    for release in latest.values():
        asked = {one["id"]: one["wording"] for one in release.content.get("questions", ())}
        for entry in release.content.get("entries", ()):
            if entry["kind"] == TEXT:
                wording = asked.get(entry["id"], {})
                about = wording.get(language) or wording.get("fr", "")
                said += [(f"{release.survey_id} {entry['id']}", about, text) for text in entry["texts"]]
    return name_texts(SURVEY, said)


def name_texts(source: str, said: Iterable[tuple[str, str, str]]) -> list[Written]:
    """Texts without an id, from (place, what was asked, text): the id is a seal of the place and the text.

    The same text of another release keeps its id; the same words twice in one place get one each.
    """
    seen: Counter[str] = Counter()
    texts = []
    for place, about, text in said:
        seal = salted_hmac("marchepied.themes", f"{place}\0{text}", algorithm="sha256").hexdigest()[:24]
        seen[seal] += 1
        texts.append(Written(f"{_LETTERS[source]}{seal}{seen[seal]}", source, text, about))
    return texts


def keep_most(texts: Sequence[Written]) -> list[Written]:
    """The texts that can be read: not empty, and not more than a page groups at once."""
    return [one for one in texts if one.text.strip()][:MOST_TEXTS]


def _join(first: str, second: str) -> str:
    first = first.strip()
    if not second.strip():
        return first
    return f"{first}\n{second.strip()}" if first.endswith((".", "!", "?", "…")) else f"{first}.\n{second}"
