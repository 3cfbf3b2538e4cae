"""What people wrote in a questionnaire, as crossed views showed it."""

from typing import Any

from marchepied.apps.diagnosis.models import Release
from marchepied.apps.diagnosis.selectors.crossed import in_language


def released_words(organisation: Any) -> list[tuple[str, str, str]]:
    """(round and question, the question’s wording, what somebody wrote) of the last crossed views shown.

    Only what was released, which is above the thresholds; without the group (one query, none of the answers).
    What organisations signed in their own name is left out.
    """
    rows = Release.objects.filter(cycle__organisation=organisation, cycle__round__isnull=False)
    release = rows.select_related("cycle__round").order_by("-cycle__started_on", "-number", "id").first()
    if release is None:
        return []
    round_: Any = release.cycle.round
    wordings = {item["id"]: in_language(item["wording"]) for item in round_.form["items"]}
    return [
        (f"{round_.pk} {row['id']}", wordings[row["id"]], text)
        for row in release.content["questions"]
        if row["id"] in wordings
        for cell in row.get("comments", {}).values()
        for text in cell["texts"]
    ]
