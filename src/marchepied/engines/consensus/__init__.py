"""What brings people together and what divides them, in votes agree / disagree / pass on short statements."""

from .analysis import Analysis, analyse, analyse_groups
from .changes import Changes
from .examination import examine, judge_groups
from .finding import GROUPS, NO_GROUPS, TOO_SMALL, Finding
from .lists import Lists, sort_statements
from .partition import Partition, partition
from .projection import Projection, project
from .reading import NamedBytes, ReadingError, Statements, read_groups, read_statements, read_votes
from .report import write_report
from .representativeness import Representativeness, choose_representative, measure_representativeness
from .result import ENGINE_VERSION, SCHEMA, ConsensusResult, load_schema
from .summary import summarise
from .tally import Tally, count_groups
from .together import Together, choose_shared, measure_together
from .updating import analyse_on_map, current_votes, is_stale, update
from .votes import Votes

__all__ = [
    "ENGINE_VERSION",
    "GROUPS",
    "NO_GROUPS",
    "SCHEMA",
    "TOO_SMALL",
    "Analysis",
    "Changes",
    "ConsensusResult",
    "Finding",
    "Lists",
    "NamedBytes",
    "Partition",
    "Projection",
    "ReadingError",
    "Representativeness",
    "Statements",
    "Tally",
    "Together",
    "Votes",
    "analyse",
    "analyse_groups",
    "analyse_on_map",
    "choose_representative",
    "choose_shared",
    "count_groups",
    "current_votes",
    "examine",
    "is_stale",
    "judge_groups",
    "load_schema",
    "measure_representativeness",
    "measure_together",
    "partition",
    "project",
    "read_groups",
    "read_statements",
    "read_votes",
    "sort_statements",
    "summarise",
    "update",
    "write_report",
]
