"""The result as plain JSON values, as `consensus.schema.json` describes them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from marchepied.engines.stats import Interval

from .analysis import Analysis
from .evidence.judging import SMALL_GROUP
from .evidence.ladder import LEVEL, Gap, Reading, StatementLadder, read_statements
from .finding import Finding
from .partition import FEWEST_VOTES, NOBODY
from .representativeness import AGREE, DISAGREE, SIGNIFICANT, Side, choose_representative
from .together import choose_shared

ENGINE_VERSION = "1.0"
SCHEMA = "marchepied/consensus/1"


@dataclass(frozen=True, slots=True, eq=False)
class ConsensusResult:
    """Everything known of a conversation: the analysis, whether groups may be shown, the statements' texts.

    `seed` is the number the draws started from, `asked_count` the number of groups asked for (None: sought),
    `unknown_people` the number of those who were given a group and are not in the votes.
    """

    analysis: Analysis
    evidence: Finding
    seed: int = 0
    asked_count: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    unknown_people: int = 0

    @property
    def verdict(self) -> str:
        """`groups`, `no-groups` or `too-small`: whether opinion groups may be shown."""
        return self.evidence.verdict

    @property
    def warnings(self) -> tuple[str, ...]:
        """Codes of what to keep in mind, those of the evidence included."""
        found = []
        if not self.analysis.projection.converged:
            found.append("directions-not-settled")
        if self.analysis.votes.n_votes == 0:
            found.append("no-votes")
        unplaced = np.count_nonzero(self.analysis.partition.labels == NOBODY)
        if unplaced:
            found.append("people-not-placed")
        if self.unknown_people:
            found.append("unknown-people")
        if self.analysis.partition.count < (self.asked_count or 0) and "no-votes" not in found:
            found.append("fewer-groups")
        told = self.evidence.warnings
        sizes = self.analysis.tally.sizes
        if self.analysis.imposed and (sizes < SMALL_GROUP).any() and "small-group" not in told:
            found.append("small-group")
        return (*found, *told)

    def as_dict(self) -> dict[str, Any]:
        """The result as plain JSON values; `groups` holds the best split, `verdict` says if it counts."""
        votes = self.analysis.votes
        agreed, refused = choose_shared(self.analysis.together)
        found = self.analysis.partition
        ladder = read_statements(votes, found.labels, found.count)
        return {
            "schema": SCHEMA,
            "engine": {"name": "consensus", "version": ENGINE_VERSION},
            "verdict": self.verdict,
            "participants": votes.n_participants,
            "votes": votes.n_votes,
            "groups": [_describe_group(self.analysis, rank) for rank in range(self.analysis.partition.count)],
            "statements": [_describe_statement(self, place, read) for place, read in enumerate(ladder)],
            "shared": {AGREE: _name(self.analysis, agreed), DISAGREE: _name(self.analysis, refused)},
            "pca": _describe_map(self.analysis),
            "evidence": _list_tuples(self.evidence.as_dict()),
            "warnings": list(self.warnings),
            "parameters": self._parameters(),
        }

    def _parameters(self) -> dict[str, Any]:
        found = self.analysis.partition
        return {
            "seed": self.seed,
            "group_count": self.asked_count,
            "groups_imposed": self.analysis.imposed,
            "unknown_people": self.unknown_people,
            "minimum_votes": found.minimum_votes,
            "usual_minimum_votes": FEWEST_VOTES,
            "excluded_statements": self.analysis.votes.excluded,
            "interval_level": LEVEL,
            "significance": SIGNIFICANT,
        }


def load_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `ConsensusResult.as_dict()` and of `marchepied consensus --json`."""
    text = files(__package__).joinpath("consensus.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _list_tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _list_tuples(inner) for key, inner in value.items()}
    return [_list_tuples(inner) for inner in value] if isinstance(value, list | tuple) else value


def _name(analysis: Analysis, places: list[int]) -> list[str]:
    return [str(analysis.votes.statement_ids[place]) for place in places]


def _describe_group(analysis: Analysis, rank: int) -> dict[str, Any]:
    ids = analysis.votes.participant_ids
    members = np.flatnonzero(analysis.partition.labels == rank)
    representative = choose_representative(analysis.representativeness, analysis.tally, rank)
    return {
        "id": str(analysis.group_ids[rank]),
        "size": len(members),
        "participants": [str(ids[place]) for place in members],
        "center": analysis.partition.centers[rank].tolist(),
        "representative": [
            {"id": str(analysis.votes.statement_ids[place]), "for": _side(analysis, rank, place)}
            for place in representative
        ],
    }


def _side(analysis: Analysis, rank: int, place: int) -> str:
    return AGREE if analysis.representativeness.for_agree[rank, place] else DISAGREE


def _describe_statement(result: ConsensusResult, place: int, ladder: StatementLadder) -> dict[str, Any]:
    analysis, together = result.analysis, result.analysis.together
    return {
        "id": ladder.statement,
        "text": result.texts.get(ladder.statement, ""),
        **_describe_reading(ladder.everybody),
        "gap": None if ladder.gap is None else _describe_gap(analysis, ladder.gap),
        "p_agree": float(together.p_agree[place]),
        "p_agree_test": float(together.agree_test[place]),
        "p_disagree": float(together.p_disagree[place]),
        "p_disagree_test": float(together.disagree_test[place]),
        "group_aware_agree": float(together.product_agree[place]),
        "group_aware_disagree": float(together.product_disagree[place]),
        "mean_agree": float(together.mean_agree[place]),
        "mean_disagree": float(together.mean_disagree[place]),
        "groups": [_describe_cell(analysis, rank, place, read) for rank, read in enumerate(ladder.colleges)],
    }


def _describe_reading(reading: Reading) -> dict[str, Any]:
    return {
        "votes": reading.votes,
        "agree": reading.agree,
        "disagree": reading.disagree,
        "pass": reading.passes,
        "shares": {
            AGREE: _describe_share(reading.agree_share),
            DISAGREE: _describe_share(reading.disagree_share),
            "pass": _describe_share(reading.pass_share),
        },
        "spread": reading.spread,
        "unknown": list(reading.unknown),
    }


def _describe_share(interval: Interval) -> dict[str, float | None]:
    return {"share": interval.share, "low": interval.low, "high": interval.high}


def _describe_gap(analysis: Analysis, gap: Gap) -> dict[str, Any]:
    return {
        "higher": str(analysis.group_ids[gap.higher]),
        "lower": str(analysis.group_ids[gap.lower]),
        "difference": gap.difference.difference,
        "low": gap.difference.low,
        "high": gap.difference.high,
    }


def _describe_cell(analysis: Analysis, rank: int, place: int, reading: Reading) -> dict[str, Any]:
    measured = analysis.representativeness
    stands_for = _side(analysis, rank, place)
    sides = {AGREE: _figures(measured.agree, rank, place), DISAGREE: _figures(measured.disagree, rank, place)}
    return {
        "group": str(analysis.group_ids[rank]),
        **_describe_reading(reading),
        "repful_for": stands_for,
        **sides[stands_for],
        "sides": sides,
    }


def _figures(side: Side, rank: int, place: int) -> dict[str, float]:
    names = ("p_success", "p_test", "repness", "repness_test")
    return {name: float(getattr(side, name)[rank, place]) for name in names}


def _describe_map(analysis: Analysis) -> dict[str, Any]:
    projection = analysis.projection
    return {
        "statements": [str(label) for label in analysis.votes.statement_ids],
        "components": projection.components.tolist(),
        "center": projection.center.tolist(),
        "variances": projection.variances.tolist(),
        "participants": [str(label) for label in analysis.votes.participant_ids],
        "coordinates": _round(projection.coordinates),
        "silhouette": analysis.partition.silhouette,
        "silhouettes": {str(number): value for number, value in analysis.partition.silhouettes.items()},
    }


def _round(coordinates: npt.NDArray[np.float64]) -> list[list[float]]:
    rounded: list[list[float]] = np.round(coordinates, 9).tolist()
    return rounded
