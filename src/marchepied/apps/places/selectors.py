"""Finding a commune: by the beginning of its words, by its postcode, without accents; naming its grouping."""

import csv
import io
import re
from collections.abc import Iterable
from functools import cache, reduce
from importlib.resources import files
from operator import and_

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Replace

from marchepied.apps.places.models import Commune
from marchepied.core.folding import fold

_LABEL = re.compile(r"^(?P<name>.+?)\s*\((?P<department>[0-9AB]{2,3})\)\s*$", re.IGNORECASE)
# « Lyon 3e arrondissement »: the city is what we know, the rest is left aside.
_DISTRICT = re.compile(r"^(\d{1,2}(er|e|eme|ieme)?|arrondissement|arr|cedex)$")
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_POSTCODE = re.compile(r"^\d{3,5}$")
# The official list shortens what people say whole.
_KINDS = {"CC": "communauté de communes", "CA": "communauté d’agglomération", "CU": "communauté urbaine"}


@cache
def _grouping_names() -> dict[str, str]:
    """{code: name} of the groupings (EPCI), as they ship."""
    text = (files("marchepied.content") / "territory" / "groupings.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(io.StringIO(text))}


def name_grouping(code: str) -> str:
    """The name of the grouping (EPCI) of this official code, its kind in full words; empty for one unknown.

    « CC de la Dombes » → « communauté de communes de la Dombes »; « CA Colmar Agglomération » → « Colmar
    Agglomération »; « Dijon Métropole » stays.
    """
    name = _grouping_names().get(code, "")
    kind, _space, rest = name.partition(" ")
    says_itself = "agglo" in rest.lower() or "métropole" in rest.lower()
    whole = rest if kind in _KINDS and says_itself else f"{_KINDS.get(kind, kind)} {rest}"
    return whole.strip().replace("'", "’")


def find_commune(code: str) -> Commune | None:
    """The commune of this official code, or None."""
    return Commune.objects.filter(pk=code).first() if code else None


def communes_by_code(codes: Iterable[str]) -> dict[str, Commune]:
    """{official code: commune} for those that there are (one query)."""
    return Commune.objects.in_bulk(list(codes))


def communes_by_label(labels: Iterable[str]) -> dict[str, Commune]:
    """{label: commune} for labels such as « Colmar (68) », as communes are written (one query).

    Accents and capitals do not matter; a name alone, without its département, names nothing.
    """
    wanted = {label: found for label in labels if (found := _LABEL.match(label.strip()))}
    keys = {label: " ".join(_read_words(found["name"])) for label, found in wanted.items()}
    rows = Commune.objects.filter(search_key__in=set(keys.values()), is_current=True)
    known = {(row.search_key, row.department): row for row in rows} if keys else {}
    named = {label: known.get((keys[label], found["department"].upper())) for label, found in wanted.items()}
    return {label: row for label, row in named.items() if row is not None}


def search_communes(text: str, limit: int = 10) -> list[Commune]:
    """The communes that someone typing `text` may mean, likeliest first: exact name, beginning, population.

    Every word typed must begin a word of the name; three to five digits must begin a postcode;
    « (42) » at the end keeps a département. When nothing fits, the spaces are ignored (« lhay »).
    Nothing typed finds nothing. At most two queries.
    """
    label = _LABEL.match(text.strip())
    communes = Commune.objects.filter(is_current=True)
    if label:
        communes = communes.filter(department__iexact=label["department"])
    words = _read_words(label["name"] if label else text)
    if not words:
        return []
    names = [word for word in words if not _POSTCODE.match(word)]
    for digits in set(words) - set(names):
        communes = communes.annotate(spaced=Concat(Value(" "), "postcodes")).filter(
            spaced__contains=f" {digits}"
        )
    if not names:
        return list(communes[:limit])
    found = _rank_by_name(communes, " ".join(names)).filter(_fit_words(names))[:limit]
    return list(found) or list(_search_without_spaces(communes, "".join(names))[:limit])


def match_commune(text: str, limit: int = 10) -> list[Commune]:
    """The communes whose whole name is `text` if there are any, otherwise what `search_communes` finds."""
    found = search_communes(text, limit)
    label = _LABEL.match(text.strip())
    name = " ".join(_read_words(label["name"] if label else text))
    return [commune for commune in found if commune.search_key == name] or found


def _read_words(text: str) -> list[str]:
    words = [_SHORT.get(word, word) for word in fold(text).split()]
    without_district = [word for word in words if not _DISTRICT.match(word)]
    return without_district or words


def _fit_words(words: list[str]) -> Q:
    fits = (Q(search_key__startswith=word) | Q(search_key__contains=f" {word}") for word in words)
    return reduce(and_, fits)


def _rank_by_name(communes: QuerySet[Commune], name: str) -> QuerySet[Commune]:
    rank = Case(
        When(search_key=name, then=0),
        When(search_key__startswith=name, then=1),
        default=2,
        output_field=IntegerField(),
    )
    return communes.order_by(rank, "-population", "code")


def _search_without_spaces(communes: QuerySet[Commune], name: str) -> QuerySet[Commune]:
    joined = Replace("search_key", Value(" "), Value(""))
    return communes.annotate(joined=joined).filter(joined__startswith=name).order_by("-population", "code")
