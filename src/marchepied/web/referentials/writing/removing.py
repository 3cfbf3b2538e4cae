"""What goes with an item that is taken out, and what it leaves to mend."""

from typing import Any

from django.utils.translation import ngettext

from marchepied.engines.referential.editing import IN_DOMAIN, Place, walk_places


def tell_losses(place: Place, content: Any) -> list[str]:
    """One sentence a kind of what is in the item, then the questions elsewhere that name its levers."""
    inside = [
        one
        for one in walk_places(content)
        if one.item is not place.item and place.item["id"] in (one.axis, one.domain)
    ]
    told = [_count(kind, sum(one.kind == kind for one in inside)) for kind in ("domain", *IN_DOMAIN)]
    gone = {one.item["id"] for one in (*inside, place) if one.kind == "lever"}
    there = {one.item["id"] for one in (*inside, place)}
    left = sum(
        one.kind == "question"
        and one.item["id"] not in there
        and bool(gone & set(one.item.get("levers") or []))
        for one in walk_places(content)
    )
    told.append(_count_orphans(left))
    if place.kind == "axis":
        told.append(_count_sheet(sum(len(place.item.get(name) or []) for name in _SHEET)))
    return [sentence for sentence in told if sentence]


_SHEET = ("examples", "resources", "legal_references", "further_questions")


def _count(kind: str, n: int) -> str:
    if not n:
        return ""
    told = {
        "domain": ngettext("Son domaine part avec lui.", "Ses %(n)s domaines partent avec lui.", n),
        "question": ngettext("Sa question part avec lui.", "Ses %(n)s questions partent avec lui.", n),
        "lever": ngettext("Son levier part avec lui.", "Ses %(n)s leviers partent avec lui.", n),
        "indicator": ngettext("Son indicateur part avec lui.", "Ses %(n)s indicateurs partent avec lui.", n),
    }
    return told[kind] % {"n": n}


def _count_orphans(n: int) -> str:
    if not n:
        return ""
    return ngettext(
        "Une question qui reste perd un levier : il faudra peut-être lui en choisir un autre.",
        "%(n)s questions qui restent perdent un levier : il faudra peut-être leur en choisir un autre.",
        n,
    ) % {"n": n}


def _count_sheet(n: int) -> str:
    if not n:
        return ""
    return ngettext(
        "Un exemple, une ressource ou un texte de sa fiche part avec lui.",
        "%(n)s exemples, ressources ou textes de sa fiche partent avec lui.",
        n,
    ) % {"n": n}
