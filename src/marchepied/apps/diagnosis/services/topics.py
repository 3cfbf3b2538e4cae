"""A question on which views differ becomes a topic of deliberation."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.selectors.topics import topics_on
from marchepied.apps.deliberation.services.topics import TITLE_LENGTH, TopicContent, prepare_topic
from marchepied.apps.diagnosis.models import Cycle
from marchepied.core.audit import trace

# The time of a notice, a reminder and a meeting.
USUAL_DAYS = 14


@transaction.atomic
def begin_topic(*, cycle: Cycle, question_id: str, by: Any) -> Any:
    """The topic opened on a question of the cycle: the one that is there, or one in preparation, which bears
    its words and is traced from the cycle.

    Raises ValidationError for a question that the cycle did not ask.
    """
    round_: Any = cycle.round
    items = [] if round_ is None else round_.form["items"]
    item = next((item for item in items if item["id"] == question_id), None)
    if item is None:
        raise ValidationError(_("Cette question ne fait pas partie de la démarche."))
    reference = f"{cycle.pk}:{question_id}"[:120]
    found = topics_on(cycle.organisation, reference)
    if found:
        return found[0]
    wording = item["wording"]["fr"]
    content = TopicContent(
        title=wording if len(wording) <= TITLE_LENGTH else wording[: TITLE_LENGTH - 1] + "…",
        context=_("Nous avons répondu à cette question, et les avis diffèrent. Que faut-il en faire ?"),
        vote_until=timezone.localdate() + timedelta(days=USUAL_DAYS),
        responsible=round_.responsible or cycle.organisation.name,
        reference=reference,
    )
    topic = prepare_topic(organisation=cycle.organisation, content=content, by=by)
    trace(cycle, topic, by=by)
    return topic
