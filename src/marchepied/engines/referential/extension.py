"""A referential that adds to another without copying it: what the two make together.

An extension says in its head which version it `extends`, and under `axes` either themes of its own or
`{in: ID, …}` for a theme of the base, with what it adds there: whole domains, or again `{in: ID, …}` for a
domain of the base with more levers, questions and indicators. What the base says stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .problems import InvalidReferentialError, Path, Problem, make_problem

IN_AXIS = (
    "domains",
    "example_kinds",
    "examples",
    "resources",
    "legal_references",
    "further_questions",
    "sources",
)
"""What may be added to a theme of the base."""
IN_DOMAIN = ("levers", "questions", "indicators")
"""What may be added to a domain of the base."""
_OF_THE_BASE = ("format", "kind", "languages")
_OF_BOTH = ("sources", "duties")
_MERGED_APART = {"extends", "axes", "rescales", *_OF_BOTH}

Fault = tuple[Path, str, str]


def extends_of(data: Any) -> tuple[str, str] | None:
    """(id, version) of the referential that this data extends; None when it stands alone or is not valid."""
    head = data.get("extends") if isinstance(data, dict) else None
    if not isinstance(head, dict) or set(head) != {"referential", "version"}:
        return None
    return str(head["referential"]), str(head["version"])


def merge_extension(base: Any, extension: Any) -> Any:
    """The data of a whole referential: what the base says, then what the extension adds.

    Neither is changed. `base` is valid data; `extension` is anything. Raises InvalidReferentialError for an
    addition to a theme or a domain that the base lacks, and for a field that cannot be added. The result is
    still to be validated: an id taken twice, or a lever that is nowhere, is found there.
    """
    problems = tuple(make_problem(extension, *fault) for fault in _find_faults(base, extension))
    if problems:
        raise InvalidReferentialError(problems)
    merged = {name: value for name, value in extension.items() if name not in _MERGED_APART}
    merged |= {name: base[name] for name in _OF_THE_BASE if name in base}
    for name in _OF_BOTH:
        both = [*base.get(name, ()), *extension.get(name, ())]
        if both:
            merged[name] = list({str(item["id"]): item for item in reversed(both)}.values())[::-1]
    rules = [*base.get("rescales", ()), *extension.get("rescales", ())]
    if rules:
        merged["rescales"] = rules
    additions = {axis["in"]: axis for axis in extension["axes"] if _points(axis)}
    merged["axes"] = [_add_to_axis(axis, additions.get(axis["id"], {})) for axis in base["axes"]]
    merged["axes"] += [axis for axis in extension["axes"] if not _points(axis)]
    return merged


def _points(item: Any) -> bool:
    """Whether an item stands for one of the base."""
    return isinstance(item, dict) and "in" in item


def _add_to_axis(axis: Any, addition: Any) -> Any:
    inside = {domain["in"]: domain for domain in addition.get("domains", ()) if _points(domain)}
    grown = dict(axis)
    if "domains" in axis or addition.get("domains"):
        grown["domains"] = [
            *(_add(domain, inside.get(domain["id"], {}), IN_DOMAIN) for domain in axis.get("domains", ())),
            *(domain for domain in addition.get("domains", ()) if not _points(domain)),
        ]
    return _add(grown, addition, [name for name in IN_AXIS if name != "domains"])


def _add(item: Any, addition: Any, names: Sequence[str]) -> Any:
    grown = {name: [*item.get(name, ()), *addition[name]] for name in names if addition.get(name)}
    return {**item, **grown}


def _find_faults(base: Any, extension: Any) -> Iterator[Fault]:
    axes = extension.get("axes") if isinstance(extension, dict) else None
    if not isinstance(axes, list) or not axes:
        yield (), "cette extension n’ajoute rien.", "Ajoutez un thème, un domaine ou une question."
        return
    yield from _check_lists(extension)
    known = {axis["id"]: axis for axis in base["axes"]}
    seen: set[str] = set()
    for index, axis in enumerate(axes):
        path: Path = ("axes", index)
        if not _points(axis):
            continue  # a theme of its own: validated once merged
        yield from _check_target(axis, known, seen, path, "thème")
        yield from _check_fields(axis, IN_AXIS, path)
        if isinstance(axis["in"], str) and axis["in"] in known:
            yield from _check_domains(axis, known[axis["in"]], path)


def _check_lists(extension: Any) -> Iterator[Fault]:
    if not isinstance(extension.get("rescales", []), list):
        yield ("rescales",), "« rescales » doit être une liste.", "Commencez chaque élément par un tiret."
    for name in _OF_BOTH:
        items = extension.get(name, [])
        if not isinstance(items, list) or any(
            not isinstance(item, dict) or "id" not in item for item in items
        ):
            yield (
                (name,),
                f"« {name} » doit être une liste d’éléments avec un « id ».",
                "Corrigez cette partie.",
            )


def _check_domains(addition: Any, axis: Any, path: Path) -> Iterator[Fault]:
    domains = addition.get("domains", [])
    if not isinstance(domains, list):
        return
    known = {domain["id"]: domain for domain in axis.get("domains", ())}
    seen: set[str] = set()
    for index, domain in enumerate(domains):
        where: Path = (*path, "domains", index)
        if _points(domain):
            yield from _check_target(domain, known, seen, where, "domaine")
            yield from _check_fields(domain, IN_DOMAIN, where)


def _check_target(item: Any, known: Any, seen: set[str], path: Path, what: str) -> Iterator[Fault]:
    target, where = item["in"], (*path, "in")
    if not isinstance(target, str) or target not in known:
        message = f"le {what} « {target} » n’existe pas dans ce que l’on étend."
        yield where, message, "Corrigez l’identifiant."
    elif target in seen:
        message = f"le {what} « {target} » est déjà complété plus haut."
        yield where, message, "Réunissez les deux ajouts."
    seen.add(str(target))


def _check_fields(item: Any, names: Sequence[str], path: Path) -> Iterator[Fault]:
    for name in item:
        if name != "in" and name not in names:
            yield (
                (*path, name),
                f"« {name} » ne peut pas être changé par une extension.",
                f"On peut y ajouter : {', '.join(names)}.",
            )
        elif name != "in" and not isinstance(item[name], list):
            yield (*path, name), f"« {name} » doit être une liste.", "Commencez chaque élément par un tiret."


def list_problems(base: Any, extension: Any) -> tuple[Problem, ...]:
    """The faults that `merge_extension` would raise; none when the two can be put together."""
    return tuple(make_problem(extension, *fault) for fault in _find_faults(base, extension))
