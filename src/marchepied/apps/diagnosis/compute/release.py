"""Secret counts in, a release out: what may be shown of what people answered (docs/methods/regards.md).

The engine `privacy` decides what is printed; the indices of `agreement` are computed from what is printed
exactly, and from nothing else. A release is plain data: the same on screen, in the pack and in exports.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np

from marchepied.apps.diagnosis.compute.cells import (
    INTERVAL_LEVEL,
    THRESHOLD,
    add_weighted,
    measure_questions,
)
from marchepied.apps.diagnosis.compute.gaps import CHANCES, keep_printed, measure_gaps
from marchepied.apps.diagnosis.compute.together import measure_groups, measure_themes
from marchepied.apps.diagnosis.compute.voices import collective_answers, print_comments, signed_answers
from marchepied.apps.diagnosis.models import Cycle, Release
from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.verdicts import (
    DISCUSSED,
    GAP_SHARE,
    LOW_PLACE,
    UNKNOWN_SHARE,
    choose_discussed,
    judge,
    keep_placed,
)
from marchepied.apps.participation.enums import AnswerMode
from marchepied.apps.participation.selectors import (
    calls_of,
    comments_of,
    counts_by_item,
    counts_by_weight,
    organisation_answers_of,
    read_round,
)
from marchepied.engines.agreement import ENGINE_VERSION as AGREEMENT_VERSION
from marchepied.engines.privacy import ENGINE_VERSION as PRIVACY_VERSION
from marchepied.engines.privacy import (
    CellCounts,
    ProtectedQuestion,
    compare_printed,
    may_release_again,
    protect_question,
)
from marchepied.engines.stats import ENGINE_VERSION as STATS_VERSION

ENGINE_VERSION = f"privacy {PRIVACY_VERSION}, agreement {AGREEMENT_VERSION}, stats {STATS_VERSION}"
# Whoever has the answers finds the same figures again.
SEED = 20140731

PARAMETERS = {
    "threshold": THRESHOLD,
    "gap_share": GAP_SHARE,
    "unknown_share": UNKNOWN_SHARE,
    "low_place": LOW_PLACE,
    "discussed": DISCUSSED,
    "interval_level": INTERVAL_LEVEL,
    "chances": list(CHANCES),
    "seed": SEED,
}


def build_release(
    cycle: Cycle,
    previous: Release | None,
    *,
    closing: bool,
    rng: random.Random,
    dealer: np.random.Generator,
) -> dict[str, Any]:
    """The content of a release of the cycle's round (four queries whatever its size).

    Keys: `colleges` (id, name, kind, mode, answered, expected), `questions` (in the form's order, each with
    its `printed` cells, `gap`, `effect`, `classes`, `verdict`, `indices`, `comments`, `collective`,
    `organisations`), `discuss` (ids of at most five questions, the most useful first), `groups` (each college
    over the questions printed exactly), `themes` (the same theme by theme, when there are several), `tests`
    (how the gaps were tested), `weighted` (whether people had weights: then the indices of a cell have their
    own `weighted` ones). Releases made before lack some of these. `previous` is the last release of the same
    round, or None; `rng` shuffles comments, `dealer` deals people to groups.
    """
    round_: Any = cycle.round
    calls = calls_of(round_)
    answers, comments = read_round(round_, calls), comments_of(round_)
    earlier = {} if previous is None else {row["id"]: row for row in previous.content["questions"]}
    signed = signed_answers(organisation_answers_of(round_))
    weights = counts_by_weight(round_)
    questions = [
        _build_question(item, calls, answers.counts, comments, earlier.get(item["id"]), signed, rng)
        for item in round_.form["items"]
    ]
    measure_questions(questions, {str(call.pk): call.expected_count for call in calls})
    for row in questions if weights else ():
        add_weighted(row, weights.get(row["id"], {}))
    matrix = keep_printed(questions, answers.matrix)
    return {
        "colleges": [_describe_call(call) for call in calls],
        "questions": questions,
        "discuss": choose_discussed(questions),
        "tests": measure_gaps(questions, matrix, dealer),
        "groups": measure_groups(questions, matrix),
        "themes": measure_themes(questions, {one.id: one.axis for one in questions_of(cycle)}, matrix),
        "closing": closing,
        "weighted": bool(weights),
    }


def release_allowed(cycle: Cycle, previous: Release | None) -> bool:
    """Whether crossed views may be shown now: at closing, or when every shown cell gained five people."""
    round_: Any = cycle.round
    if round_.state == "closed":
        return previous is None or not previous.content["closing"]
    if previous is None:
        return False
    calls = [call for call in calls_of(round_) if call.mode == AnswerMode.INDIVIDUAL]
    counts = counts_by_item(round_)
    for row in previous.content["questions"]:
        item = {"id": row["id"], "levels": row["levels"]}
        printed = ProtectedQuestion.from_dict(row["printed"])
        decision = may_release_again(printed, _individual_counts(item, calls, counts), threshold=THRESHOLD)
        if not decision.allowed:
            return False
    return True


def _individual_counts(
    item: Mapping[str, Any], calls: Sequence[Any], counts: Mapping[str, Mapping[UUID, CellCounts]]
) -> dict[str, CellCounts]:
    """The counts of each college that was asked the item and whose people answer one by one."""
    nobody = CellCounts((0,) * item["levels"])
    given = counts.get(item["id"], {})
    return {
        str(call.pk): given.get(call.pk, nobody)
        for call in calls
        if call.mode == AnswerMode.INDIVIDUAL and item["id"] in call.item_ids
    }


def _build_question(
    item: Mapping[str, Any],
    calls: Sequence[Any],
    counts: Mapping[str, Mapping[UUID, CellCounts]],
    comments: Mapping[str, Mapping[UUID, list[str]]],
    earlier: Mapping[str, Any] | None,
    signed: Mapping[str, list[dict[str, Any]]],
    rng: random.Random,
) -> dict[str, Any]:
    before = None if earlier is None else ProtectedQuestion.from_dict(earlier["printed"])
    individual = _individual_counts(item, calls, counts)
    printed = protect_question(individual, THRESHOLD, previous=before)
    row: dict[str, Any] = {
        "id": item["id"],
        "levels": item["levels"],
        "printed": printed.as_dict(),
        "gap": compare_printed(keep_placed(printed)).as_dict(),
        "comments": print_comments(item["id"], printed, comments, individual, earlier, rng),
        "collective": collective_answers(item, calls, counts, comments),
        "organisations": signed.get(item["id"], []),
    }
    row["verdict"] = judge(row)
    return row


def _describe_call(call: Any) -> dict[str, Any]:
    return {
        "id": str(call.pk),
        "college": str(call.college_id),
        "name": call.college.name,
        "kind": call.college.kind,
        "mode": call.mode,
        "answered": call.answered_count,
        "expected": call.expected_count,
    }
