"""The running order of a meeting: how a given time is shared between its moments. Reads no table."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.enums import Phase

# Minutes of a meeting of two hours on five questions: 5 × 16, and 40 for all the rest.
OPENING = (("welcome", 5), ("rules", 5))
BREAK = ("break", 10)
ENDING = (("actions", 15), ("closing", 5))
PHASES = ((Phase.READ, 2), (Phase.FIRST, 2), (Phase.TALK, 7), (Phase.SECOND, 2), (Phase.DECIDE, 3))
QUESTION = "question"
# People sit an hour and a half without a break, not more.
BREAK_FROM = 90
LONGEST = 480


@dataclass(frozen=True)
class Moment:
    """A moment of the meeting: `starts` counts minutes from the beginning.

    `question` is its number from 1 (0: the moment is not a question), `phases` the minutes of each phase of
    a question.
    """

    kind: str
    starts: int
    minutes: int
    question: int = 0
    phases: tuple[tuple[Phase, int], ...] = ()

    @property
    def talk(self) -> int:
        """The minutes for talking of a question; 0 for the other moments."""
        return dict(self.phases).get(Phase.TALK, 0)


def fit_running_order(minutes: int, questions: int) -> tuple[Moment, ...]:
    """Share `minutes` between the moments of a meeting on `questions` questions, to the minute.

    Two hours and five questions give 5 × 16 minutes. Another time or another number keeps the same shares;
    every question has as long as the others, and every moment a minute at least. From an hour and a half,
    half of the questions come before a break. Raises ValidationError, in words, when the time is too short.
    """
    fixed = [*OPENING, *([BREAK] if has_break(minutes, questions) else []), *ENDING]
    if questions < 1:
        raise ValidationError(_("Gardez au moins une question pour la réunion."))
    if not shortest(questions) <= minutes <= LONGEST:
        raise ValidationError(
            _("Pour ces questions, comptez entre %(low)s et %(high)s minutes.")
            % {"low": shortest(questions), "high": LONGEST}
        )
    phases = _share_question(minutes, questions, sum(weight for _kind, weight in fixed))
    each = sum(length for _phase, length in phases)
    lengths = _share_rest(minutes - questions * each, dict(fixed))
    return tuple(_lay_out(lengths, phases, questions))


def has_break(minutes: int, questions: int) -> bool:
    """Whether the meeting stops halfway: it is long, there is a halfway, and a minute is left for it."""
    return questions > 1 and minutes >= BREAK_FROM and minutes > shortest(questions)


def shortest(questions: int) -> int:
    """The shortest meeting on so many questions: a minute a moment, and no break."""
    return questions * len(PHASES) + len(OPENING) + len(ENDING)


def propose_minutes(questions: int) -> int:
    """How long a meeting on so many questions should be: two hours for five, by quarters of an hour."""
    each = sum(length for _phase, length in PHASES)
    around = sum(weight for _kind, weight in (*OPENING, BREAK, *ENDING))
    return min(-(-(around + each * max(questions, 1)) // 15) * 15, LONGEST)


def _share_question(minutes: int, questions: int, around: int) -> tuple[tuple[Phase, int], ...]:
    """The minutes of each phase, the same for every question; what does not divide goes to talking."""
    weight = sum(length for _phase, length in PHASES)
    whole = around + weight * questions
    each = max(len(PHASES), minutes * weight // whole)
    shares = {phase: max(1, minutes * length // whole) for phase, length in PHASES}
    shares[Phase.TALK] = each - sum(n for phase, n in shares.items() if phase != Phase.TALK)
    return tuple(shares.items())


def _share_rest(minutes: int, weights: dict[str, int]) -> dict[str, int]:
    """The largest remainders, after a minute each."""
    left, total = minutes - len(weights), sum(weights.values()) - len(weights)
    exact = {kind: left * (weight - 1) / total for kind, weight in weights.items()}
    shares = {kind: 1 + int(share) for kind, share in exact.items()}
    by_remainder = sorted(exact, key=lambda kind: int(exact[kind]) - exact[kind])
    for kind in by_remainder[: minutes - sum(shares.values())]:
        shares[kind] += 1
    return shares


def _lay_out(lengths: dict[str, int], phases: tuple[tuple[Phase, int], ...], questions: int) -> list[Moment]:
    each = sum(length for _phase, length in phases)
    before = -(-questions // 2) if "break" in lengths else questions
    asked = [(QUESTION, each, number) for number in range(1, questions + 1)]
    aside = {kind: (kind, length, 0) for kind, length in lengths.items()}
    order = [aside[kind] for kind, _weight in OPENING] + asked[:before]
    order += [aside[BREAK[0]]] if BREAK[0] in aside else []
    order += asked[before:] + [aside[kind] for kind, _weight in ENDING]
    moments, starts = [], 0
    for kind, length, number in order:
        moments.append(Moment(kind, starts, length, number, phases if number else ()))
        starts += length
    return moments
