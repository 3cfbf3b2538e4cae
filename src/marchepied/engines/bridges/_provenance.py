"""Where a carried value comes from, and which sources exclude each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ._carrying import CLASH, CONTRADICTION, NEUTRAL, TOLERANCE, VALUE, Views
from ._model import Declared, Link
from ._network import resolve_covers
from ._results import Claim, Contradiction, Reach, Source

MOST_STEPS = 20_000
MOST_CONTRADICTIONS = 100

Declarations = Mapping[str, tuple[Declared, ...]]
Seen = frozenset[int]


@dataclass(frozen=True, slots=True)
class _Step:
    """Where a walk stands: the first path that came here, from here to the target, and the parts reached."""

    path: tuple[Link, ...]
    parts: frozenset[str]


def find_sources(views: Views, declared: Declarations, item: str) -> tuple[tuple[Source, ...], bool]:
    """The declared items behind `item`, nearest first, with their shortest paths; whether some are left out.

    Walks back from the item, one link further each time, never into a framework already on the path.
    """
    network = views.network
    sources: dict[str, Source] = {}
    _note(sources, declared, item, Reach.ITSELF, _Step((), frozenset()))
    steps: dict[tuple[str, Seen, bool], _Step] = {
        (item, frozenset({network.places[item][0]}), True): _Step((), frozenset())
    }
    walked = 0
    while steps:
        further: dict[tuple[str, Seen, bool], _Step] = {}
        for (here, seen, covering), step in sorted(steps.items(), key=lambda each: _rank(each[0])):
            for link in views.links_into(here, seen):
                walked += 1
                if walked > MOST_STEPS:
                    return _in_order(sources), True
                _step_back(views, further, link, seen, covering, step)
        for (here, _seen, covering), step in sorted(further.items(), key=lambda each: _rank(each[0])):
            _note(sources, declared, here, Reach.COVERS if covering else Reach.TOUCHES, step)
        steps = {key: step for key, step in further.items() if not _is_silent(declared.get(key[0], ()))}
    return _in_order(sources), False


def _rank(key: tuple[str, Seen, bool]) -> tuple[bool, str, list[int]]:
    return not key[2], key[0], sorted(key[1])


def _step_back(
    views: Views,
    further: dict[tuple[str, Seen, bool], _Step],
    link: Link,
    seen: Seen,
    covering: bool,
    step: _Step,
) -> None:
    origin, _place = views.network.places[link.source]
    key = (link.source, seen | {origin}, covering and bool(link.covers))
    parts = step.parts
    if not step.path:
        framework, rank = views.network.places[link.target]
        parts = frozenset(resolve_covers(link, views.network.shapes[framework].part_names[rank]))
    before = further.get(key)
    if before is None:
        further[key] = _Step((link, *step.path), parts)
    else:
        further[key] = _Step(before.path, before.parts | parts)


def _is_silent(words: Sequence[Declared]) -> bool:
    """The item itself says that it does not apply: what arrives there goes no further."""
    return bool(words) and not any(word.applicable for word in words)


def _note(sources: dict[str, Source], declared: Declarations, item: str, reach: Reach, step: _Step) -> None:
    words = declared.get(item)
    if not words:
        return
    before = sources.get(item)
    if before is None or (before.reach is Reach.TOUCHES and reach is Reach.COVERS):
        applicable = [word for word in words if word.applicable]
        low = max((word.low for word in applicable), default=None)
        high = min((word.high for word in applicable), default=None)
        if low is not None and high is not None and low > high:
            low, high = high, low
        sources[item] = Source(item, low, high, reach, step.path, tuple(sorted(step.parts)))
    elif before.reach is reach:
        parts = tuple(sorted(step.parts.union(before.parts)))
        sources[item] = Source(item, before.low, before.high, reach, before.path, parts)


def _in_order(sources: dict[str, Source]) -> tuple[Source, ...]:
    ranks = list(Reach)
    return tuple(sorted(sources.values(), key=lambda each: (ranks.index(each.reach), each.hops, each.item)))


def find_contradictions(views: Views, declared: Declarations, item: str) -> tuple[Contradiction, ...]:
    """The contradictions at `item` and on the way to it, each with both its sources; a hundred at most."""
    found: dict[tuple[str, str | None, bool], Contradiction] = {}
    visited: set[tuple[str, Seen]] = set()
    waiting = [(item, frozenset({views.network.places[item][0]}))]
    while waiting and len(found) < MOST_CONTRADICTIONS:
        here, seen = waiting.pop(0)
        if (here, seen) in visited or not _is_flagged(views, here, seen):
            continue
        visited.add((here, seen))
        for each in _contradictions_at(views, declared, here, seen):
            found.setdefault((each.item, each.part, each.applicability), each)
        waiting.extend(
            (link.source, seen | {views.network.places[link.source][0]})
            for link in views.links_into(here, seen)
            if link.covers
        )
    return tuple(found.values())


def _is_flagged(views: Views, item: str, seen: Seen) -> bool:
    framework, rank = views.network.places[item]
    return bool(views.see(framework, seen).flags[rank] & (CONTRADICTION | CLASH))


def _contradictions_at(
    views: Views, declared: Declarations, item: str, seen: Seen
) -> Iterator[Contradiction]:
    framework, rank = views.network.places[item]
    names = views.network.shapes[framework].part_names[rank]
    claims: dict[str, list[Claim]] = {name: [] for name in names}
    for link in views.links_into(item, seen):
        claim = _told(views, link, seen)
        for part in resolve_covers(link, names) if claim else ():
            assert claim is not None
            claims[part].append(claim)
    for part, made in claims.items():
        yield from _compare(item, part, made)
    own = [
        Claim(item, word.low if word.applicable else None, word.high if word.applicable else None, None)
        for word in declared.get(item, ())
    ]
    if own:
        yield from _compare(item, None, [*own, *_summarise(item, claims)])


def _told(views: Views, link: Link, seen: Seen) -> Claim | None:
    """What the source of the link says to those in `seen`; None when it has nothing to say."""
    framework, rank = views.network.places[link.source]
    view = views.see(framework, seen | {framework})
    if view.flags[rank] & NEUTRAL:
        return Claim(link.source, None, None, link)
    if not view.flags[rank] & VALUE:
        return None
    return Claim(link.source, float(view.bounds[0, rank]), float(-view.bounds[1, rank]), link)


def _compare(item: str, part: str | None, claims: Sequence[Claim]) -> Iterator[Contradiction]:
    valued = [claim for claim in claims if claim.low is not None and claim.high is not None]
    neutral = [claim for claim in claims if claim.low is None]
    if not valued:
        return
    higher = max(valued, key=lambda claim: claim.low or 0.0)
    lower = min(valued, key=lambda claim: 1.0 if claim.high is None else claim.high)
    if (higher.low or 0.0) > (1.0 if lower.high is None else lower.high) + TOLERANCE:
        yield Contradiction(item, part, higher, lower)
    if neutral:
        yield Contradiction(item, part, higher, neutral[0], applicability=True)


def _summarise(item: str, claims: Mapping[str, Sequence[Claim]]) -> list[Claim]:
    """What the parts say together, set against the item's own word; nothing when they say nothing."""
    lows, highs, valued, neutral = [], [], False, False
    for made in claims.values():
        bounds = [(claim.low, claim.high) for claim in made if claim.low is not None]
        if made and not bounds:
            neutral = True
            continue
        low = max((low for low, _high in bounds if low is not None), default=0.0)
        high = min((high for _low, high in bounds if high is not None), default=1.0)
        lows.append(min(low, high))
        highs.append(max(low, high))
        valued = valued or bool(bounds)
    if not lows:
        return [Claim(item, None, None, None)] if neutral else []
    return [Claim(item, sum(lows) / len(lows), sum(highs) / len(highs), None)] if valued else []
