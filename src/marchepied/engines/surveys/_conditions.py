"""A condition between our language and that of forms: « q3 contient 1 » is selected(${q3}, '1')."""

import re

_OURS = re.compile(r"([a-z][a-z0-9_]*)\s*(<=|>=|!=|=|<|>|contient)\s*(\d+(?:[.,]\d+)?)")
_THEIRS = re.compile(
    r"(?:selected\(\s*\$\{(?P<list>[\w.-]+)\}\s*,\s*['\"](?P<one>[^'\"]*)['\"]\s*\)"
    r"|\$\{(?P<name>[\w.-]+)\}\s*(?P<sign><=|>=|!=|=|<|>)\s*['\"]?(?P<value>[\w.-]+)['\"]?)"
)
_JOIN = re.compile(r"\s+(et|ou|and|or)\s+", re.IGNORECASE)
_ENGLISH = {"et": "and", "ou": "or"}
_FRENCH = {"and": "et", "or": "ou"}


def write_relevant(when: str) -> str | None:
    """Our condition as a form has it; None for one that is more than comparisons joined by « et », « ou »."""
    parts = []
    for part in _JOIN.split(when.strip()):
        if part.lower() in _ENGLISH:
            parts.append(_ENGLISH[part.lower()])
        elif match := _OURS.fullmatch(part.strip()):
            name, sign, value = match.groups()
            if sign == "contient":
                parts.append(f"selected(${{{name}}}, '{value}')")
            else:
                parts.append(f"${{{name}}} {sign} {value}")
        else:
            return None
    return " ".join(parts)


def read_relevant(text: str, names: dict[str, str], ranks: dict[tuple[str, str], int]) -> str | None:
    """A form's condition as ours; None for one that we cannot say.

    `names` is {name in the form: ours}; `ranks` gives the rank of a choice of a question of theirs.
    """
    parts = []
    for part in _JOIN.split(text.strip()):
        if part.lower() in _FRENCH:
            parts.append(_FRENCH[part.lower()])
            continue
        match = _THEIRS.fullmatch(part.strip())
        name = (match["list"] or match["name"]) if match else None
        if match is None or name is None or name not in names:
            return None
        value = match["one"] if match["list"] else match["value"]
        rank = ranks.get((name, value))
        if rank is None and not re.fullmatch(r"\d+(\.\d+)?", value):
            return None
        sign = "contient" if match["list"] else match["sign"]
        parts.append(f"{names[name]} {sign} {rank if rank is not None else value}")
    return " ".join(parts)
