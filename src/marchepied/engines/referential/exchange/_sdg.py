"""The goals, targets and indicators of sustainable development, as flat YAML files (« 1-1-title: … »)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ._building import AskedDomain, AskedLevel, AskedQuestion, AskedTheme, Cover, build
from ._sentences import Fault, FileRefusedError, Understood, gettext_noop, line_fault, sentence

_KEY = re.compile(r"(\d{1,2})((?:-[0-9a-z]{1,2}){0,2})-(title|short|[a-z_]{3,30})\Z", re.ASCII)
_TITLE, _SHORT = "title", "short"
SCALE = (
    AskedLevel({"fr": "Nous n’y contribuons pas.", "en": "We do not contribute to it."}),
    AskedLevel({"fr": "Nous y contribuons un peu.", "en": "We contribute to it a little."}),
    AskedLevel({"fr": "C’est au cœur de ce que nous faisons.", "en": "It is at the heart of what we do."}),
)
_TITLES = (
    {"fr": "Objectifs de développement durable", "en": "Sustainable development goals"},
    {"fr": "Cibles du développement durable", "en": "Targets of sustainable development"},
    {"fr": "Indicateurs du développement durable", "en": "Indicators of sustainable development"},
)


DEEPEST = len(_TITLES)
_MOST_NOTES = 40
Number = tuple[str, ...]
Titles = Mapping[Number, str]
"""{("1", "2", "1"): text}."""


def is_sdg(data: Any) -> bool:
    """Whether most keys of the data are numbers of goals, targets or indicators."""
    if not isinstance(data, dict) or len(data) < 2:
        return False
    found = (_KEY.match(str(key)) for key in data)
    return sum(key is not None and key[3] in {_TITLE, _SHORT} for key in found) > len(data) / 2


def read_sdg(data: Mapping[str, Any]) -> Understood:
    """A questionnaire: a theme for each goal, a domain for each target, a question for each last item.

    A last item is one that the file holds nothing under, whatever its level. A short name stands in the help
    or the text of its item. Raises FileRefusedError, with its line, for a key that is no number of theirs or
    a value that is no text.
    """
    titles, shorts, left = _read_keys(data)
    depth = max((len(number) for number in titles), default=1)
    cover = Cover("odd", _TITLES[depth - 1], publisher="Nations unies")
    themes = list(_themes(titles, shorts, depth))
    built, told = build(cover, themes)
    asked = sum(len(domain.questions) for theme in themes for domain in theme.domains)
    notes = [
        sentence(
            gettext_noop("Éléments lus : %(count)s ; questions posées : %(asked)s."),
            count=len(titles),
            asked=asked,
        ),
        sentence(
            gettext_noop(
                "Le fichier ne dit pas comment répondre : on propose de « nous n’y "
                "contribuons pas » à « c’est au cœur »."
            )
        ),
        *(sentence(gettext_noop("« %(key)s » n’est pas repris."), key=key) for key in left[:_MOST_NOTES]),
    ]
    if len(left) > _MOST_NOTES:
        more = len(left) - _MOST_NOTES
        notes.append(
            sentence(gettext_noop("Autres éléments qui ne sont pas repris : %(count)s."), count=more)
        )
    return Understood("sdg", built, (*notes, *told))


def _read_keys(data: Mapping[str, Any]) -> tuple[Titles, Titles, list[str]]:
    """Titles and short names by number, and the keys that are neither; a short name alone is a title."""
    read: dict[str, dict[Number, str]] = {_TITLE: {}, _SHORT: {}}
    left: list[str] = []
    faults: list[Fault] = []
    for key, value in data.items():
        found = _KEY.match(str(key))
        if found is not None and found[3] not in read:
            left.append(str(key))
        elif found is None or not isinstance(value, str) or not value.strip():
            faults.append(_fault(key, getattr(data, "lines", {}).get(key)))
        else:
            read[found[3]][(found[1], *found[2].split("-")[1:])] = value
    if faults:
        raise FileRefusedError(faults[:50])
    titles, shorts = read[_TITLE], read[_SHORT]
    alone = {number: shorts.pop(number) for number in list(shorts) if number not in titles}
    return {**titles, **alone}, shorts, left


def _fault(key: object, line: int | None) -> Fault:
    return line_fault(
        sentence(
            gettext_noop("« %(key)s » n’est pas le titre d’un objectif, d’une cible ou d’un indicateur."),
            key=key,
        ),
        sentence(
            gettext_noop("Écrivez par exemple « 1-title », « 1-2-title » ou « 1-2-1-title » suivi du texte.")
        ),
        line=line,
    )


def _themes(titles: Titles, shorts: Titles, depth: int) -> Iterator[AskedTheme]:
    """Items that hold nothing are asked; those above give their titles where the file has them."""
    holding = {number[:length] for number in titles for length in range(1, len(number))}
    themes: dict[str, AskedTheme] = {}
    for number in sorted(titles, key=_order):
        if number in holding:
            continue
        goal = number[0] if depth > 1 else "tous"
        heading = f"Objectif {goal}" if depth > 1 else _TITLES[0]["fr"]
        told = titles.get((goal,), heading)
        theme = themes.setdefault(
            goal, AskedTheme(f"objectif-{goal}", {"fr": told}, purpose=_say(shorts.get((goal,))))
        )
        _find_domain(theme, number, titles, shorts, depth).questions.append(_ask(number, titles, shorts))
    yield from themes.values()


def _find_domain(
    theme: AskedTheme, number: Number, titles: Titles, shorts: Titles, depth: int
) -> AskedDomain:
    """The domain of an item: its target where the file goes to the indicators, else its goal."""
    part = number[:2]
    target = depth == DEEPEST and len(number) > 1
    name = f"cible-{'-'.join(part)}" if target else f"{theme.name}-cibles"
    if not theme.domains or theme.domains[-1].name != name:
        told = titles.get(part, f"Cible {'.'.join(part)}") if target else theme.title["fr"]
        purpose = _say(shorts.get(part)) if target else {}
        theme.domains.append(AskedDomain(name, {"fr": told}, purpose=purpose))
    return theme.domains[-1]


def _ask(number: Number, titles: Titles, shorts: Titles) -> AskedQuestion:
    dotted = ".".join(number)
    return AskedQuestion(
        f"odd-{'-'.join(number)}",
        {"fr": f"{dotted} {titles[number]}"},
        SCALE,
        why=_say(shorts.get(number)),
        place=dotted,
    )


def _say(text: str | None) -> dict[str, str]:
    return {"fr": text} if text else {}


def _order(number: Number) -> tuple[tuple[int, int, str], ...]:
    """1, 2, … 10, then a, b: the order in which the goals are read."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in number)
