"""The columns of our tables of indicators and actions, and those that people's own tables may have."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from marchepied.apps.plans.validators import FIRST_YEAR, LAST_YEAR
from marchepied.core.folding import fold

KEEP, IGNORE = "keep", "ignore"


@dataclass(frozen=True)
class Column:
    """One column: its names in our files, and the words by which others call it (folded)."""

    role: str
    fr: str
    en: str
    words: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        return self.en if language == "en" else self.fr

    @property
    def names(self) -> tuple[str, ...]:
        return (fold(self.fr), fold(self.en), *self.words)


INDICATOR_COLUMNS = (
    Column("name", "Indicateur", "Indicator", ("nom", "name", "intitule", "libelle", "mesure")),
    Column("key", "Nom court", "Short name", ("code", "cle", "key", "identifiant")),
    Column("definition", "Définition", "Definition", ("description", "mode de calcul")),
    Column("kind", "Nature", "Kind", ("type",)),
    Column("unit", "Unité", "Unit", ("unite de mesure",)),
    Column("formula", "Formule", "Formula", ("calcul",)),
    Column("direction", "Sens", "Direction", ("sens voulu", "tendance voulue")),
    Column("source", "Source", "Source", ("ou le lire", "source de donnees", "document")),
    Column("objective", "Objectif", "Objective", ("objectif du plan",)),
)
# With these two, a table has one row a value.
LONG_COLUMNS = (
    Column("year", "Année", "Year", ("exercice", "periode", "annees")),
    Column("value", "Valeur", "Value", ("resultat", "valeurs", "chiffre")),
    Column("note", "Note", "Note", ("commentaire", "remarque", "explication", "comment")),
)
YEAR_NAMES = {"value": ("", ""), "target": ("Cible", "Target"), "note": ("Note", "Note")}
_YEARLY = re.compile(
    r"(?:(?P<target>cible|objectif|target|goal)|(?P<note>note|commentaire|comment)|(?:valeur|value|annee|year))?"
    r"\s*(?:de |en |a |pour |in |for )?(?P<year>(?:19|20)\d\d)"
)

ACTION_COLUMNS = (
    Column("title", "Action", "Action", (
        "actions", "intitule", "intitule de l action", "titre", "title", "que faire", "quoi", "what", "tache",
        "mesure", "libelle", "description de l action", "action a mener", "actions a mener", "action prevue",
    )),
    Column("first_step", "Premier pas", "First step", ("premiere etape", "prochaine etape", "next step")),
    Column("owner", "Qui", "Who", (
        "responsable", "responsables", "pilote", "porteur", "porteuse", "referent", "referente", "owner",
        "par qui", "en charge", "charge de l action", "personne responsable", "responsable de l action",
    )),
    Column("due_on", "Pour quand", "By when", (
        "quand", "when", "echeance", "date", "delai", "date limite", "date d echeance", "due date",
        "deadline", "fin", "date de fin", "calendrier", "echeancier", "due",
    )),
    Column("state", "État", "State", (
        "statut", "status", "avancement", "etat d avancement", "ou en est on", "realisation", "progress",
    )),
    Column("means", "Moyens", "Means", (
        "avec quoi", "ressources", "moyens necessaires", "budget", "resources",
        "moyens humains et financiers",
    )),
    Column("expected_result", "Résultat attendu", "Expected result", (
        "resultats attendus", "indicateur de reussite", "critere de reussite", "indicateur", "livrable",
        "a quoi verra t on que c est reussi",
    )),
    Column("result", "Ce que cela a donné", "What came of it", (
        "resultat", "resultats", "resultat obtenu", "bilan", "result", "constat", "ce que ca a donne",
    )),
    Column("objective", "Objectif", "Objective", ("objectifs", "objectif vise", "but", "goal", "axe")),
    Column("serves", "Ce qu’elle sert", "What it serves", (
        "a quoi cela sert", "a quoi elle sert", "raison d etre", "raisons d etre", "finalite", "finalites",
        "purpose", "purposes",
    )),
    Column("note", "Note", "Note", (
        "notes", "remarque", "remarques", "commentaire", "commentaires", "comments",
    )),
)  # fmt: skip


@dataclass(frozen=True)
class YearColumn:
    """A column that holds the values, the targets or the notes of one year."""

    what: str  # value, target, note
    year: int


@dataclass(frozen=True)
class IndicatorLayout:
    """What the columns of a table of indicators hold, by position."""

    roles: Mapping[str, int]
    years: Mapping[int, YearColumn] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @property
    def long(self) -> bool:
        """Whether each row is one value of one year."""
        return "year" in self.roles and "value" in self.roles

    @property
    def usable(self) -> bool:
        return "name" in self.roles or "key" in self.roles


def read_layout(headers: Sequence[str]) -> IndicatorLayout:
    """What each column holds, by its name; those that are not understood are listed."""
    years = {
        index: column
        for index, header in enumerate(headers)
        if (column := read_year_column(header)) is not None
    }
    columns = INDICATOR_COLUMNS if years else (*INDICATOR_COLUMNS, *LONG_COLUMNS)
    roles: dict[str, int] = {}
    unknown = []
    for index, header in enumerate(headers):
        if index in years:
            continue
        role = find_role(header, columns, taken=roles)
        if role is None:
            unknown.append(header)
        else:
            roles[role] = index
    return IndicatorLayout(roles, years, tuple(unknown))


def read_year_column(header: str) -> YearColumn | None:
    """What a header such as « 2027 », « Cible 2028 » or « Note 2027 » announces."""
    found = _YEARLY.fullmatch(fold(header))
    if not found or not FIRST_YEAR <= int(found["year"]) <= LAST_YEAR:
        return None
    what = "target" if found["target"] else "note" if found["note"] else "value"
    return YearColumn(what, int(found["year"]))


def find_role(header: str, columns: Iterable[Column], taken: Iterable[str] = ()) -> str | None:
    """The role that a header announces, exactly first, then by its first words; None for none."""
    name = fold(header)
    free = [column for column in columns if column.role not in set(taken)]
    for column in free:
        if name in column.names:
            return column.role
    for column in free:
        if any(name.startswith(f"{known} ") for known in column.names if len(known) > 3):
            return column.role
    return None


def guess_action_roles(headers: Sequence[str]) -> dict[int, str]:
    """What each column of a plan holds, by its name; one that is not understood goes to the note.

    A plan has actions: where no column announces them, the first one left does.
    """
    roles: dict[int, str] = {}
    for index, header in enumerate(headers):
        role = find_role(header, ACTION_COLUMNS, taken=roles.values())
        if role is not None:
            roles[index] = role
    for index in range(len(headers)):
        if index not in roles:
            roles[index] = KEEP if "title" in roles.values() else "title"
    return dict(sorted(roles.items()))


def name_year_column(what: str, year: int, language: str) -> str:
    """The header of a column of one year, as our files write it."""
    prefix = YEAR_NAMES[what][language == "en"]
    return f"{prefix} {year}".strip()
