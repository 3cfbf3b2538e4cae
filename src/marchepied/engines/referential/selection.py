"""Which questions to ask, to whom, and how long it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from .codes import COLLEGES, DEPTHS
from .conditions import needs_sector
from .model import AnsweredBy, Duty, Profile, Question, Referential

QUESTIONS_PER_COLLEGE = 8
SECONDS_PER_QUESTION = 30
"""60 words a screen (question, five answers, two ways out), read at 120 words a minute: two thirds of the
183 words a minute at which adults read aloud (Brysbaert 2019), for people who read slowly or in a second
language. Choosing is done while reading."""
SECONDS_AROUND = 60
"""The welcome page, the button that sends, the receipt."""


def applicable_questions(
    referential: Referential,
    profile: Profile,
    axes: Collection[str] | None = None,
    depth: str = "full",
) -> tuple[Question, ...]:
    """The questions that make sense for an organisation, in the referential's order.

    `axes` are ids of axes (None: all); ids that the referential lacks bring nothing. `depth` « express »
    keeps the express questions; « full » keeps them all. Raises ValueError for another depth.
    """
    if depth not in DEPTHS:
        raise ValueError(f"« {depth} » n’est pas une profondeur. Choisissez parmi : {', '.join(DEPTHS)}.")
    return tuple(
        question
        for question in referential.walk_questions()
        if (axes is None or question.axis in axes)
        and (depth == "full" or question.depth == "express")
        and question.applicability.allows(profile)
    )


def applicable_duties(referential: Referential, profile: Profile) -> tuple[Duty, ...]:
    """What an enterprise of this profile already does by law or custom, in the referential's order.

    A duty of some trades is told once the trade is known: unlike a question, it would state something false
    of everybody else.
    """
    return tuple(
        duty
        for duty in referential.duties
        if duty.applicability.allows(profile) and not needs_sector(duty.applicability, profile)
    )


def duties_answering(
    referential: Referential, question: Question, profile: Profile
) -> tuple[tuple[Duty, AnsweredBy], ...]:
    """The duties that answer part of `question` for this profile, each with the part it answers.

    In the question's own order; empty when none does, or when none holds for the profile.
    """
    duties = {duty.id: duty for duty in applicable_duties(referential, profile)}
    return tuple((duties[item.duty], item) for item in question.answered_by if item.duty in duties)


def questions_for_college(
    questions: Sequence[Question], college: str, limit: int = QUESTIONS_PER_COLLEGE
) -> tuple[Question, ...]:
    """At most `limit` of `questions` for one college, in the order given.

    Chosen one by one among those asked to this college: express before full, then the theme with the fewest
    chosen, then the domain with the fewest chosen, then the order given. So several themes share the places,
    and no domain is forgotten. Empty when nothing is asked to this college. Raises ValueError for an unknown
    college or a negative limit.
    """
    if college not in COLLEGES:
        raise ValueError(
            f"« {college} » n’est pas un groupe connu. Choisissez parmi : {', '.join(COLLEGES)}."
        )
    if limit < 0:
        raise ValueError("Le nombre de questions ne peut pas être négatif.")
    waiting = {place: question for place, question in enumerate(questions) if college in question.colleges}
    per_axis: Counter[str] = Counter()
    per_domain: Counter[str] = Counter()
    chosen: list[int] = []
    while waiting and len(chosen) < limit:
        place = min(
            waiting,
            key=lambda at: (
                DEPTHS.index(waiting[at].depth),
                per_axis[waiting[at].axis],
                per_domain[waiting[at].domain],
                at,
            ),
        )
        question = waiting.pop(place)
        per_axis[question.axis] += 1
        per_domain[question.domain] += 1
        chosen.append(place)
    return tuple(questions[place] for place in sorted(chosen))


def minutes_for(n_questions: int, *, started: bool = False) -> int:
    """Minutes to announce for `n_questions`, rounded up: half a minute each, one minute around them.

    `started` leaves out the minute around, for « encore 3 minutes » on the way. 0 questions take 0 minutes.
    Raises ValueError for a negative number.
    """
    if n_questions < 0:
        raise ValueError("Le nombre de questions ne peut pas être négatif.")
    if n_questions == 0:
        return 0
    seconds = n_questions * SECONDS_PER_QUESTION + (0 if started else SECONDS_AROUND)
    return -(-seconds // 60)
