"""The goals, targets and indicators of sustainable development, as flat YAML files (« 1-1-title: … »)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ._building import AskedDomain, AskedLevel, AskedQuestion, AskedTheme, Cover, build
from ._sentences import Fault, FileRefusedError, Understood, gettext_noop, line_fault, sentence

_KEY = re.compile(r"(\d{1,2})((?:-[0-9a-z]{1,2}){0,2})-(title|short)\Z")
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


def is_sdg(data: Any) -> bool:
    """Whether most keys of the data are numbers of goals, targets or indicators."""
    if not isinstance(data, dict) or len(data) < 2:
        return False
    return sum(bool(_KEY.match(str(key))) for key in data) > len(data) / 2


def read_sdg(data: Mapping[str, Any]) -> Understood:
    """A questionnaire: a theme for each goal, a domain for each target, a question for each item of the file.

    Raises FileRefusedError, with its line, for a key that is no number of theirs or a value that is no text.
    """
    titles: dict[tuple[str, ...], str] = {}
    faults: list[Fault] = []
    for key, value in data.items():
        found = _KEY.match(str(key))
        if found is None or not isinstance(value, str) or not value.strip():
            faults.append(
                line_fault(
                    sentence(
                        gettext_noop(
                            "« %(key)s » n’est pas le titre d’un objectif, d’une cible ou d’un indicateur."
                        ),
                        key=key,
                    ),
                    sentence(
                        gettext_noop(
                            "Écrivez par exemple « 1-title », « 1-2-title » ou « "
                            "1-2-1-title » suivi du texte."
                        )
                    ),
                    line=getattr(data, "lines", {}).get(key),
                )
            )
        elif found[3] == "title":
            titles[(found[1], *found[2].split("-")[1:])] = value
    if faults:
        raise FileRefusedError(faults[:50])
    depth = max((len(number) for number in titles), default=1)
    cover = Cover("odd", _TITLES[depth - 1], publisher="Nations unies")
    built, told = build(cover, _themes(titles, depth))
    notes = [
        sentence(gettext_noop("Éléments lus : %(count)s."), count=len(titles)),
        sentence(
            gettext_noop(
                "Le fichier ne dit pas comment répondre : on propose de « nous n’y "
                "contribuons pas » à « c’est au cœur »."
            )
        ),
    ]
    return Understood("sdg", built, (*notes, *told))


def _themes(titles: Mapping[tuple[str, ...], str], depth: int) -> Iterator[AskedTheme]:
    """Items of the deepest level are asked; those above give their titles where the file has them."""
    themes: dict[str, AskedTheme] = {}
    for number in sorted(titles, key=_order):
        if len(number) != depth:
            continue
        goal = number[0] if depth > 1 else "tous"
        heading = f"Objectif {goal}" if depth > 1 else _TITLES[0]["fr"]
        theme = themes.setdefault(goal, AskedTheme(f"objectif-{goal}", {"fr": titles.get((goal,), heading)}))
        part = number[:2] if depth == 3 else (goal,)
        name = f"cible-{'-'.join(part)}" if depth == 3 else f"objectif-{goal}-cibles"
        if not theme.domains or theme.domains[-1].name != name:
            told = titles.get(part, f"Cible {'.'.join(part)}") if depth == 3 else theme.title["fr"]
            theme.domains.append(AskedDomain(name, {"fr": told}))
        dotted = ".".join(number)
        question = AskedQuestion(
            f"odd-{'-'.join(number)}", {"fr": f"{dotted} {titles[number]}"}, SCALE, place=dotted
        )
        theme.domains[-1].questions.append(question)
    yield from themes.values()


def _order(number: tuple[str, ...]) -> tuple[tuple[int, int, str], ...]:
    """1, 2, … 10, then a, b: the order in which the goals are read."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in number)
