"""A topic of deliberation filled with hostile texts."""

from collections.abc import Sequence
from typing import Any

from marchepied.apps.deliberation.models import Decision
from marchepied.apps.deliberation.services.topics import end_vote
from tests.factories.deliberation import AGREE, DISAGREE, cast, open_one


def talk_hostile(organisation: Any, texts: Sequence[str], by: Any) -> dict[str, Any]:
    """A topic whose every text is hostile, voted on, shown and decided; its votes may leave."""
    topic = open_one(
        organisation, by, title=texts[10], context=texts[11], lines=texts, individual_export=True
    )
    statements = topic.statements.count()
    cast(
        topic,
        [
            [AGREE if (person + place) % 3 else DISAGREE for place in range(statements)]
            for person in range(12)
        ],
    )
    end_vote(topic=topic, by=by)
    for text in texts:
        Decision.objects.create(organisation_id=topic.organisation_id, topic=topic, text=text, reasons=text)
    return {"topic": topic.pk}
