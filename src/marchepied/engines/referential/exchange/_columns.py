"""What each sheet of a referential's workbook holds: one row an item, one column a field."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

TEXT, TEXTS, WORD, WORDS, WHOLE, FLAG = "text", "texts", "word", "words", "whole", "flag"
"""Kinds of field: a text per language, several of them, a word, several words, a whole number, yes or no."""

ID, INSIDE, PARENT = "Identifiant", "Complète", "Dans"
SEPARATOR = " ; "
EMPTY_LISTS = 3  # columns that a template offers for several texts


@dataclass(frozen=True, slots=True)
class Column:
    """A field: its title on the sheet, its path in the data, its kind, and what to write in it."""

    title: str
    path: tuple[str, ...]
    kind: str = WORD
    help: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list of the data: which key of which parent it fills.

    ``parent`` names the sheet whose rows hold these; "" is the head, None a row of which there is one.
    ``identified`` items have an id; the others are numbered in the order of their rows. ``guide_only`` is
    not part of a questionnaire. ``always`` lists are written even when they are empty.
    """

    name: str
    key: str
    parent: str | None
    columns: tuple[Column, ...]
    identified: bool = True
    guide_only: bool = True
    always: bool = False
    help: str = ""


def _provenance(key: str = "provenance", what: str = "Origine") -> tuple[Column, ...]:
    return (
        Column(
            f"{what}, nature", (key, "kind"), help="law (loi), guide, public, network (réseau), ours (nous)"
        ),
        Column(
            f"{what}, document", (key, "source"), help="identifiant d’un document de la feuille « Sources »"
        ),
        Column(f"{what}, endroit", (key, "place"), help="page, article : facultatif"),
    )


def _applicability() -> tuple[Column, ...]:
    facts = (
        ("Salariés", "has_employees"),
        ("Adhérents", "has_members"),
        ("Bénévoles", "has_volunteers"),
        ("Assemblée", "has_ag"),
        ("Salariés en parcours", "has_pathway_employees"),
        ("Collèges", "has_colleges"),
        ("Représentants du personnel", "has_delegates"),
        ("Agrément ESUS", "is_esus"),
    )
    first = (
        Column(
            "Seulement pour les formes", ("applicability", "legal_forms"), WORDS, "codes, avec « ; » entre"
        ),
        Column("Seulement pour les secteurs", ("applicability", "sectors"), WORDS, "codes, avec « ; » entre"),
        Column("Salariés au moins", ("applicability", "min_employees"), WHOLE, "un nombre, ou rien"),
    )
    flags = tuple(
        Column(f"Seulement si : {name}", ("applicability", fact), FLAG, "oui, non, ou rien")
        for name, fact in facts
    )
    written = Column("Condition écrite", ("when",), help="une formule, comme : effectif ≥ 10 et non ag")
    return (*first, *flags, written)


def _texts(*pairs: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(title, tuple(path.split(".")), TEXT) for title, path in pairs)


HEAD = Sheet(
    "Présentation",
    "",
    None,
    (
        Column("Format", ("format",), WHOLE, "1"),
        Column("Sorte", ("kind",), help="guide (ou rien) ; questionnaire"),
        Column(ID, ("id",), help="en minuscules, chiffres et tirets ; ne change jamais"),
        Column("Version", ("version",), help="comme 1.0.0"),
        *_texts(("Titre", "title"), ("À quoi il sert", "purpose")),
        Column("Éditeur", ("publisher",), help="qui le publie"),
        Column("Licence", ("licence",), help="comme CC-BY-SA-4.0"),
        Column("Langues", ("languages",), WORDS, "fr ; en"),
        *_provenance(),
        Column("Complète le guide", ("extends", "referential"), help="seulement pour des ajouts à un guide"),
        Column("Complète la version", ("extends", "version"), help="seulement pour des ajouts à un guide"),
        Column("Guide voisin", ("neighbour", "referential"), help="facultatif"),
        Column(
            "Lien avec le voisin", ("neighbour", "relation"), help="extends (complète) ou beside (à côté)"
        ),
        *_texts(("Mot sur le voisin", "neighbour.note")),
    ),
    identified=False,
    guide_only=False,
    help="Une seule ligne : ce que dit la couverture.",
)

_SOURCE = (
    Column(ID, ("id",)),
    *_texts(("Titre", "title")),
    Column("Éditeur", ("publisher",)),
    Column("Date", ("date",), help="facultatif"),
    Column("Adresse", ("url",), help="https://… facultatif"),
)

SOURCES = Sheet(
    "Sources", "sources", "", _SOURCE, guide_only=False, help="Les documents d’où viennent les textes."
)
DUTIES = Sheet(
    "Obligations",
    "duties",
    "",
    (
        Column(ID, ("id",)),
        *_texts(
            ("Titre", "title"), ("Ce qu’elle dit", "says"), ("Rythme", "period"), ("Document", "document")
        ),
        *_applicability(),
        *_provenance(),
        Column("Adresse", ("url",), help="https://… facultatif"),
    ),
    help="Ce que l’on fait déjà par la loi ou par usage. Facultatif.",
)
AXES = Sheet(
    "Thèmes",
    "axes",
    "",
    (
        Column(INSIDE, ("in",), help="identifiant d’un thème du guide complété ; rien d’autre alors"),
        Column(ID, ("id",)),
        Column("Numéro", ("number",), WHOLE),
        *_texts(("Titre", "title"), ("Nom court", "short"), ("À quoi il sert", "purpose")),
        Column("Seulement annoncé", ("announced",), FLAG, "oui pour un thème qui n’est pas encore écrit"),
        *_texts(("De quoi on parle", "about")),
        Column("Idée", ("key_ideas",), TEXTS, "autant de colonnes que d’idées"),
        Column("Enjeu pour nous", ("stakes", "enterprise"), TEXTS),
        Column("Enjeu pour la société", ("stakes", "society"), TEXTS),
        Column("Thèmes voisins", ("near",), WORDS, "identifiants dans le guide voisin, avec « ; » entre"),
        *_provenance(),
    ),
    guide_only=False,
    help="Une ligne par thème, dans l’ordre.",
)
AXIS_SOURCES = Sheet("Sources des thèmes", "sources", "Thèmes", _SOURCE, help="Celles d’un seul thème.")
DOMAINS = Sheet(
    "Domaines",
    "domains",
    "Thèmes",
    (
        Column(INSIDE, ("in",), help="identifiant d’un domaine du guide complété ; rien d’autre alors"),
        Column(ID, ("id",)),
        *_texts(("Titre", "title"), ("À quoi il sert", "purpose")),
        *_provenance(),
    ),
    guide_only=False,
    always=True,
    help="Une ligne par domaine d’action ; « Dans » dit le thème.",
)
QUESTIONS = Sheet(
    "Questions",
    "questions",
    "Domaines",
    (
        Column(ID, ("id",)),
        Column("Profondeur", ("depth",), help="express ou full (complète)"),
        *_texts(("Énoncé", "statement"), ("Question posée", "wording")),
        Column("Posée à", ("colleges",), WORDS, "codes des groupes, avec « ; » entre"),
        *_texts(("Pourquoi", "why")),
        Column("Preuve", ("evidence",), TEXTS, "autant de colonnes que de preuves"),
        *_texts(("Bout faible", "ends.low"), ("Bout fort", "ends.high")),
        Column("Leviers", ("levers",), WORDS, "identifiants de leviers du thème, le meilleur d’abord"),
        *_texts(("À débattre", "discussion")),
        Column("Sens inversé", ("reversed",), FLAG, "oui si le plus grand nombre était le moins bon"),
        *_applicability(),
        *_provenance(),
        *_provenance("levels_provenance", "Origine des niveaux"),
    ),
    guide_only=False,
    always=True,
    help="Une ligne par question ; « Dans » dit le domaine.",
)
LEVELS = Sheet(
    "Niveaux",
    "levels",
    "Questions",
    _texts(("Ce que l’on observe", "description"), ("Réponse courte", "short")),
    identified=False,
    guide_only=False,
    always=True,
    help="Cinq lignes par question, du plus éloigné au plus avancé ; « Dans » dit la question.",
)
ANSWERED = Sheet(
    "Déjà répondu",
    "answered_by",
    "Questions",
    (Column("Obligation", ("duty",)), *_texts(("Part", "part"))),
    identified=False,
    help="L’obligation dont le document répond à une part de la question. Facultatif.",
)
LEVERS = Sheet(
    "Leviers",
    "levers",
    "Domaines",
    (
        Column(ID, ("id",)),
        *_texts(
            ("Titre", "title"),
            ("Résumé", "summary"),
            ("Action", "action.title"),
            ("Premier pas", "action.first_step"),
            ("Résultat attendu", "action.result"),
            ("Moyens", "action.means"),
        ),
        *_provenance(),
    ),
    always=True,
    help="Ce que l’on peut faire, avec une action à adapter.",
)
INDICATORS = Sheet(
    "Indicateurs",
    "indicators",
    "Domaines",
    (
        Column(ID, ("id",)),
        Column("Sorte", ("kind",), help="quantitative ou qualitative"),
        Column("Étape", ("stage",), help="realisation, result, impact, ou rien"),
        *_texts(
            ("Titre", "title"),
            ("Définition", "definition"),
            ("Unité", "unit"),
            ("Calcul", "formula"),
            ("Période", "period"),
            ("Document", "source_document"),
        ),
        *_provenance(),
    ),
    always=True,
    help="Ce que l’on peut compter ou observer.",
)
KINDS = Sheet(
    "Sortes d’exemples",
    "example_kinds",
    "Thèmes",
    (Column(ID, ("id",)), *_texts(("Titre", "title"))),
    always=True,
    help="Comment ranger les exemples d’un thème.",
)
EXAMPLES = Sheet(
    "Exemples",
    "examples",
    "Thèmes",
    (
        Column(ID, ("id",)),
        Column("Sorte", ("kind",), help="identifiant de « Sortes d’exemples »"),
        Column("Domaine", ("domain",), help="identifiant d’un domaine du même thème"),
        *_texts(
            ("Qui, sans le nommer", "who"),
            ("Titre", "title"),
            ("Histoire", "story"),
            ("Effet", "effect"),
            ("Ce qui manquait", "need"),
            ("Action", "adapt.title"),
            ("Premier pas", "adapt.first_step"),
            ("Résultat attendu", "adapt.result"),
        ),
        Column("Vu dans", ("families",), WORDS, "codes des formes, avec « ; » entre"),
        Column("Secteurs", ("sectors",), WORDS, "codes, avec « ; » entre"),
        Column("Effets", ("effects",), WORDS, "codes, avec « ; » entre"),
        *_provenance(),
    ),
    always=True,
    help="Des pratiques vues ailleurs.",
)
RESOURCES = Sheet(
    "Ressources",
    "resources",
    "Thèmes",
    (
        Column(ID, ("id",)),
        Column("Sorte", ("kind",), help="law (loi), guide, tool (outil) ou website (site)"),
        *_texts(("Titre", "title"), ("Pour quoi faire", "use")),
        Column("Éditeur", ("publisher",)),
        Column("Année", ("year",), WHOLE, "facultatif"),
        Column("Adresse", ("url",), help="https://… facultatif"),
        *_provenance(),
    ),
    always=True,
    help="Où apprendre davantage.",
)
LAWS = Sheet(
    "Textes de loi",
    "legal_references",
    "Thèmes",
    (
        Column(ID, ("id",)),
        *_texts(("Référence", "citation"), ("Ce qu’il dit", "says")),
        Column("Adresse", ("url",), help="https://… facultatif"),
        *_provenance(),
    ),
    always=True,
)
FURTHER = Sheet(
    "Pour aller plus loin",
    "further_questions",
    "Thèmes",
    (Column(ID, ("id",)), *_texts(("Question", "text")), *_provenance()),
    help="Des questions auxquelles penser, sans niveaux.",
)
RESCALES = Sheet(
    "Conversions",
    "rescales",
    "",
    (
        Column("Question", ("question",)),
        Column("Depuis la version", ("from_version",)),
        *(Column(f"Niveau {level} devient", ("map", str(level)), WHOLE) for level in range(1, 12)),
    ),
    identified=False,
    guide_only=False,
    help="Ce que devient chaque niveau répondu, quand l’échelle d’une question change.",
)

SHEETS = (
    HEAD,
    SOURCES,
    AXES,
    DOMAINS,
    QUESTIONS,
    LEVELS,
    LEVERS,
    INDICATORS,
    KINDS,
    EXAMPLES,
    RESOURCES,
    LAWS,
    FURTHER,
    DUTIES,
    ANSWERED,
    AXIS_SOURCES,
    RESCALES,
)
"""In the order of the workbook. Each sheet but the head comes after that of its parent."""

README, LEFTOVERS = "Lisez-moi", "Autres"
LEFTOVER_COLUMNS = ("Élément", "Contenu")
BY_NAME = MappingProxyType({sheet.name: sheet for sheet in SHEETS})


def title_in(column: Column, language: str, number: int = 0) -> str:
    """The title of the column that holds a text in a language; ``number`` for one of several texts."""
    name = f"{column.title} {number}" if number else column.title
    return f"{name} ({language})"


def get_at(item: Any, path: tuple[str, ...]) -> Any:
    """What stands at a path of nested blocks; None where there is nothing."""
    for key in path:
        if not isinstance(item, dict) or key not in item:
            return None
        item = item[key]
    return item


def name_of(item: Any, fallback: str) -> str:
    """How the rows below name an item: its id, or the item of the base that it completes."""
    if isinstance(item, dict):
        for key in ("id", "in"):
            if isinstance(item.get(key), str):
                return str(item[key])
    return fallback
