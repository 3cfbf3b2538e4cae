"""Themes to read in a terminal, and as the rows of a spreadsheet, in French."""

from collections.abc import Sequence

from ._results import Theme, Themes

KINDS = {
    "name": ("nom", "noms"),
    "email": ("courriel", "courriels"),
    "phone": ("téléphone", "téléphones"),
    "address": ("adresse", "adresses"),
    "iban": ("compte bancaire", "comptes bancaires"),
    "nir": ("numéro de sécurité sociale", "numéros de sécurité sociale"),
    "link": ("lien", "liens"),
    "handle": ("compte de réseau", "comptes de réseaux"),
}
HEADERS = ("Ligne", "Thème", "Clé", "Confiance", "Autres thèmes", "Texte masqué")
NO_THEME = "aucun thème"


def format_themes(themes: Themes) -> str:
    """Each theme with its words and real sentences, the largest first; then the rest, and what to know."""
    parts = [_describe(theme, len(themes.placements)) for theme in themes.themes]
    total = len(themes.placements)
    notes = [f"{count_texts(total)}, {count_themes(len(themes.themes))} ; {themes.rest} hors de tout thème."]
    if themes.masked:
        hidden = ", ".join(f"{count} {KINDS[kind][count > 1]}" for kind, count in themes.masked)
        notes.append(f"Masqués : {hidden}. Relisez : il peut en rester.")
    notes += [
        *map(str, themes.warnings),
        "Ce sont des suggestions : à vous de nommer, réunir, séparer, déplacer.",
    ]
    return "\n\n".join("\n".join(part) for part in [*parts, notes]) + "\n"


def count_texts(count: int) -> str:
    """« 12 textes »."""
    return f"{count} {'texte' if count < 2 else 'textes'}"


def count_themes(count: int) -> str:
    """« 3 thèmes »."""
    return f"{count} {'thème' if count < 2 else 'thèmes'}"


def _describe(theme: Theme, total: int) -> list[str]:
    part = f"{100 * theme.size / total:.0f} %" if total else "–"
    title = theme.name or ", ".join(theme.words) or theme.key
    return [
        f"{theme.key}  {title} : {count_texts(theme.size)} ({part})",
        *(f"    « {found.sentence} »" for found in theme.sentences),
    ]


def list_rows(themes: Themes, texts: Sequence[str], row_numbers: Sequence[int]) -> list[tuple[object, ...]]:
    """One row a text, in the order of the file: its line, its theme, how sure, its other themes, the text
    with names and contacts hidden."""
    titles = {theme.key: theme.title for theme in themes.themes}
    rows: list[tuple[object, ...]] = []
    for placement, text, number in zip(themes.placements, texts, row_numbers, strict=True):
        others = [titles[key] for key, _part in placement.themes[1:]]
        first = placement.theme
        title = titles[first] if first else NO_THEME
        rows.append((number, title, first or "", placement.confidence, " ; ".join(others), text))
    return rows
