"""When may opinion groups be shown, and what is known of each statement without them.

`judge` returns an `Evidence`: a verdict, and codes that pages put in words.

Reasons of `groups` (two of them):

* `structure`: votes hold together more than chance, given how many agree with each statement and how often
  each person agrees;
* `two-sided`: two groups fit better than any even shading along one axis; or `several-sided`: three groups
  fit better than shadings along one axis and along two.

Reasons of `no-groups` (one of them):

* `no-variation`: everybody took the same side on every statement, or nobody took sides;
* `no-structure`: votes do not hold together more than chance;
* `continuum`: they do, but opinions shade from one end to the other without a break;
* `two-continua`: the same along two axes.

Reasons of `too-small` (one or more):

* `few-people`: fewer than 20 people with a place on the map took sides;
* `few-statements`: fewer than six statements had votes;
* `few-dividing-statements`: fewer than six had both sides;
* `few-sides`: half of the people took fewer than five sides (agree or disagree) on those.

Warnings: `sample-of-people` and `sample-of-statements` (too many to be all compared), `small-group` (one of
the groups has fewer than five people: it must not be shown), `bent-axis` (one axis along which each agrees
with what is near would explain the votes as well), `unstable-groups` (on halves of the people, the groups
found again differ: median adjusted Rand index under 0.6).

`read_statements` reads each statement for everybody and for each college, with or without groups.
"""

from .judging import Evidence, judge
from .ladder import Gap, Reading, StatementLadder, read_statements
from .stability import Stability, compare_partitions, measure_stability

__all__ = [
    "Evidence",
    "Gap",
    "Reading",
    "Stability",
    "StatementLadder",
    "compare_partitions",
    "judge",
    "measure_stability",
    "read_statements",
]
