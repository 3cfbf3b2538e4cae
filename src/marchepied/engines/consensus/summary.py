"""The result in a few plain sentences."""

import string
from collections.abc import Mapping

from marchepied.engines.stats import jeffreys_interval

from .finding import GROUPS, TOO_SMALL
from .lists import Lists, sort_statements
from .partition import NOBODY
from .result import ConsensusResult
from .words import speak

SHORT = 90
FEWEST_DESCRIBED = 5
ASKED = frozenset({"unknown-people", "fewer-groups"})


def summarise(result: ConsensusResult, language: str) -> list[str]:
    """Sentences for a terminal: how many voted, what brings together, what divides, whether groups exist."""
    words = speak(language)
    analysis = result.analysis
    if analysis.votes.n_votes == 0:
        return [words["nobody"]]
    lists = sort_statements(analysis)
    lines = [count_all(result, words), ""]
    for name in ("together", "divides", "unknown"):
        lines.append(words[name])
        places = getattr(lists, name)
        lines += [f"  · {_say(result, words, place, name)}" for place in places] or [
            f"  {words[f'no_{name}']}"
        ]
        lines.append("")
    lines += [say_verdict(result, words), *say_asked(result, words)]
    return [*lines, *say_cautions(result, words)] if shows_groups(result) else lines


def count_all(result: ConsensusResult, words: Mapping[str, str]) -> str:
    """How many people cast how many votes on how many statements."""
    votes = result.analysis.votes
    return words["counted"].format(
        people=count_people(int((votes.votes_by_participant > 0).sum()), words),
        votes=_number(votes.n_votes, words, "one_vote", "votes"),
        statements=_number(votes.n_statements, words, "one_statement", "statements"),
    )


def count_people(number: int, words: Mapping[str, str]) -> str:
    """“1 person”, “12 people”."""
    return _number(number, words, "one_person", "people")


def say_verdict(result: ConsensusResult, words: Mapping[str, str]) -> str:
    """Whether there are groups, in one or two sentences."""
    if result.analysis.imposed:
        return words["groups_given"]
    if result.verdict == GROUPS:
        return words["groups_found"].format(number=result.analysis.partition.count)
    reasons = [words[reason] for reason in result.evidence.reasons if reason in words]
    return " ".join([words["too_small"], *reasons] if result.verdict == TOO_SMALL else reasons)


def say_asked(result: ConsensusResult, words: Mapping[str, str]) -> list[str]:
    """What could not be done of what was asked (groups given, or their number), a sentence each."""
    figures = {
        "unknown": count_people(result.unknown_people, words),
        "asked": str(result.asked_count),
        "possible": str(result.analysis.partition.count),
    }
    return [words[code].format(**figures) for code in result.warnings if code in ASKED]


def say_cautions(result: ConsensusResult, words: Mapping[str, str]) -> list[str]:
    """What to keep in mind when groups are shown, a sentence each."""
    found = [words[code] for code in result.warnings if code in words and code not in ASKED]
    hidden = any(not is_described(result, rank) for rank in range(result.analysis.partition.count))
    if hidden and words["small-group"] not in found:
        found.append(words["small-group"])
    return found


def is_described(result: ConsensusResult, rank: int) -> bool:
    """Whether a group has enough people to be described: five."""
    return int(result.analysis.tally.sizes[rank]) >= FEWEST_DESCRIBED


def shows_groups(result: ConsensusResult) -> bool:
    """Whether groups are shown: found clear enough, or given."""
    return result.analysis.partition.count > 0 and (result.analysis.imposed or result.verdict == GROUPS)


def say_statement(result: ConsensusResult, words: Mapping[str, str], place: int, kind: str) -> str:
    """Figures of one statement for the list it is in (`together`, `divides`, `unknown`)."""
    disagree, passes, agree = (int(number) for number in result.analysis.tally.everyone[:, place])
    total = disagree + passes + agree
    if kind == "divides":
        return words["split"].format(agree=agree, disagree=disagree)
    if kind == "unknown":
        enough = total >= 5
        return words["passed"].format(share=_out_of(passes, total, words)) if enough else _few(total, words)
    name, number = ("agreed", agree) if agree >= disagree else ("refused", disagree)
    return words[name].format(share=_out_of(number, total, words))


def say_interval(result: ConsensusResult, words: Mapping[str, str], place: int) -> str:
    """What the larger side would be with other people like these, in percent."""
    disagree, passes, agree = (int(number) for number in result.analysis.tally.everyone[:, place])
    interval = jeffreys_interval(max(agree, disagree), disagree + passes + agree)
    low, high = interval.low or 0.0, interval.high or 0.0
    return words["interval"].format(low=round(100 * low), high=round(100 * high))


def name_statement(result: ConsensusResult, words: Mapping[str, str], place: int) -> str:
    """Its text, or its number."""
    label = str(result.analysis.votes.statement_ids[place])
    return result.texts.get(label) or words["numbered"].format(number=label)


def name_group(result: ConsensusResult, words: Mapping[str, str], rank: int) -> str:
    """“Group A”, or the name it was given."""
    given = str(result.analysis.group_ids[rank])
    return words["group_name"].format(name=given if result.analysis.imposed else string.ascii_uppercase[rank])


def count_unplaced(result: ConsensusResult) -> int:
    """People who voted too little to be on the map."""
    return int((result.analysis.partition.labels == NOBODY).sum())


def _say(result: ConsensusResult, words: Mapping[str, str], place: int, kind: str) -> str:
    name = name_statement(result, words, place)
    short = name if len(name) <= SHORT else name[: SHORT - 1].rstrip() + "…"
    return words["pair"].format(name=short, figure=say_statement(result, words, place, kind))


def _few(total: int, words: Mapping[str, str]) -> str:
    return words["few_votes"].format(votes=_number(total, words, "one_vote", "votes"))


def _out_of(number: int, total: int, words: Mapping[str, str]) -> str:
    return words["out_of"].format(number=number, total=total)


def _number(number: int, words: Mapping[str, str], one: str, many: str) -> str:
    return (
        words[one]
        if number == 1
        else words[many].format(number=f"{number:,}".replace(",", words["thousands"]))
    )


__all__ = [
    "Lists",
    "count_all",
    "count_people",
    "count_unplaced",
    "is_described",
    "name_group",
    "name_statement",
    "say_asked",
    "say_cautions",
    "say_interval",
    "say_statement",
    "say_verdict",
    "shows_groups",
    "summarise",
]
