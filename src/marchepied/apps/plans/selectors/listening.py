"""What complaints and ideas became: the actions made from them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from marchepied.apps.plans.models import Action
from marchepied.core.models import Trace


def actions_from(rows: Sequence[Any]) -> dict[Any, list[Action]]:
    """{id of the row: the actions made from it}, for rows of one kind (two queries; none without rows)."""
    if not rows:
        return {}
    known = {str(row.pk): row.pk for row in rows}
    traces = Trace.objects.filter(
        source_type=rows[0]._meta.label_lower,
        source_id__in=list(known),
        target_type=Action._meta.label_lower,
    )
    pairs = list(traces.values_list("source_id", "target_id"))
    actions = {str(action.pk): action for action in Action.objects.filter(pk__in=[pair[1] for pair in pairs])}
    found: defaultdict[Any, list[Action]] = defaultdict(list)
    for source, target in pairs:
        if target in actions:
            found[known[source]].append(actions[target])
    return dict(found)
