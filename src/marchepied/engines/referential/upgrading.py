"""What becomes of answers when a referential gets a new version: kept, read on a new scale, or set aside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

GONE, NO_RULE, NOT_IN_RULE = "gone", "no-rule", "not-in-rule"
"""Why an answer is set aside: no such question, another scale without a rule, a level the rule forgets."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer to a question: its level, or None for one that has none; `key` is whatever names it."""

    question: str
    level: int | None
    key: Any = None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer that stays: `level` is the one it has now; `reread` says that the words have changed."""

    answer: GivenAnswer
    level: int | None
    rescaled: bool = False
    reread: bool = False


@dataclass(frozen=True, slots=True)
class SetAside:
    """An answer that no longer fits, and why; nothing is lost, it is only no longer counted."""

    answer: GivenAnswer
    reason: str


@dataclass(frozen=True, slots=True)
class UpgradePlan:
    """What happens to each answer, in the order given, and the questions that come, go or change.

    `rules` are the levels that a question's become, by question, where a rule is declared.
    """

    kept: tuple[KeptAnswer, ...]
    set_aside: tuple[SetAside, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    rescaled: tuple[str, ...]
    incomparable: tuple[str, ...]
    reworded: tuple[str, ...]
    rules: Mapping[str, Mapping[int, int]] = field(default_factory=lambda: MappingProxyType({}))


def plan_upgrade(
    before: Any,
    after: Any,
    answers: Iterable[GivenAnswer],
    *,
    from_versions: Collection[str] | Mapping[str, Collection[str]] = (),
) -> UpgradePlan:
    """What `after` makes of the answers given to `before`, both whole data of a referential.

    An answer is kept by the id of its question. Its level changes only by a rule that `after` declares in
    `rescales` for one of `from_versions`: by default the version of `before`; by question where it extends
    another, since each part has a number of its own. Without a rule, a question with another number of
    levels, or whose direction turned, sets its levels aside; answers without a level stay. Nothing is guessed
    and nothing is lost: every answer given is in `kept` or in `set_aside`, once.
    """
    old, new = _questions(before), _questions(after)
    rules = _rules(after, from_versions or {str(before.get("version", ""))})
    changed = {name for name in old if name in new and _scale(old[name]) != _scale(new[name])}
    kept: list[KeptAnswer] = []
    aside: list[SetAside] = []
    reworded = {name for name in old if name in new and _words(old[name]) != _words(new[name])}
    for answer in answers:
        name = answer.question
        reason = _refuse(answer, new, rules, changed)
        if reason:
            aside.append(SetAside(answer, reason))
            continue
        rule = rules.get(name) if answer.level is not None else None
        level = rule[answer.level] if rule and answer.level is not None else answer.level
        kept.append(KeptAnswer(answer, level, rescaled=rule is not None, reread=name in reworded))
    return UpgradePlan(
        kept=tuple(kept),
        set_aside=tuple(aside),
        new=tuple(name for name in new if name not in old),
        gone=tuple(name for name in old if name not in new),
        rescaled=tuple(name for name in new if name in old and name in rules),
        incomparable=tuple(name for name in new if name in changed and name not in rules),
        reworded=tuple(name for name in new if name in reworded),
        rules=MappingProxyType({name: rule for name, rule in rules.items() if name in old}),
    )


def _refuse(
    answer: GivenAnswer,
    new: Mapping[str, Any],
    rules: Mapping[str, Mapping[int, int]],
    changed: Collection[str],
) -> str:
    if answer.question not in new:
        return GONE
    if answer.level is None:
        return ""
    if answer.question in rules:
        return "" if answer.level in rules[answer.question] else NOT_IN_RULE
    return NO_RULE if answer.question in changed else ""


def _questions(data: Any) -> dict[str, Any]:
    return {
        question["id"]: question
        for axis in data.get("axes", ())
        for domain in axis.get("domains", ())
        for question in domain.get("questions", ())
    }


def _rules(
    data: Any, versions: Collection[str] | Mapping[str, Collection[str]]
) -> dict[str, Mapping[int, int]]:
    numbers = versions if isinstance(versions, Mapping) else None
    return {
        rule["question"]: MappingProxyType({int(level): became for level, became in rule["map"].items()})
        for rule in data.get("rescales", ())
        if rule["from_version"] in (versions if numbers is None else numbers.get(rule["question"], ()))
    }


def _scale(question: Mapping[str, Any]) -> tuple[int, bool]:
    return len(question.get("levels", ())), bool(question.get("reversed", False))


def _words(question: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return question.get("wording"), question.get("statement"), question.get("levels")
