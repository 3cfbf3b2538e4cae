"""A measure and a review, written for a terminal, in French."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ._checking import Finding
from ._measure import Readability
from ._reviewing import Outlier

BANDS_FR = {
    "very_easy": "très facile",
    "easy": "facile",
    "fairly_easy": "assez facile",
    "standard": "moyen",
    "fairly_hard": "assez difficile",
    "hard": "difficile",
    "very_hard": "très difficile",
}
KINDS_FR = {"participant": "participants", "pilot": "pilote", "sheet": "fiche"}
MOST_SHOWN = 20


def _write(value: float | None, digits: int = 1) -> str:
    return "–" if value is None else f"{value:.{digits}f}".replace(".", ",")


def format_measure(measured: Readability, findings: Sequence[Finding], kind: str) -> str:
    """The figures of one text, then what is outside its target."""
    band = f" ({BANDS_FR[measured.band]})" if measured.band else ""
    rows = [
        ("Mots", str(measured.words)),
        ("Phrases", str(measured.sentences)),
        ("Mots par phrase", _write(measured.words_per_sentence)),
        ("Plus longue phrase", f"{measured.longest_sentence} mots"),
        ("Syllabes par mot", _write(measured.syllables_per_word, 2)),
        ("Score", _write(measured.score) + band),
        ("Mots rares", ", ".join(measured.rare_words) or "aucun"),
    ]
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {value}" for name, value in rows]
    lines += [f"Attention : {warning}" for warning in measured.warnings]
    title = f"À revoir, pour un texte de type « {kind} » :"
    verdict = [title, *(f"  * {finding}" for finding in findings)]
    fine = f"Dans les limites d’un texte de type « {kind} »."
    return "\n".join([*lines, "", *(verdict if findings else [fine])]) + "\n"


def format_review(name: str, passages: int, outliers: Sequence[Outlier], most: int = MOST_SHOWN) -> str:
    """How many texts are outside their target, by theme, then the gravest ones."""
    if not outliers:
        return f"{name} : {passages} textes, tous dans leurs limites.\n"
    lines = [f"{name} : {passages} textes, {len(outliers)} à revoir."]
    lines += _count_by_theme(outliers)
    lines += ["", f"Les {most} plus éloignés :" if len(outliers) > most else "À revoir :"]
    for outlier in outliers[:most]:
        lines.append(f"  {outlier.id} · {outlier.field} · {outlier.language} · {KINDS_FR[outlier.kind]}")
        lines.append(f"    « {outlier.text} »")
        lines += [f"    {finding}" for finding in outlier.findings]
    return "\n".join(lines) + "\n"


def _count_by_theme(outliers: Sequence[Outlier]) -> Iterator[str]:
    counts = Counter((outlier.theme, outlier.kind) for outlier in outliers)
    for theme in sorted({theme for theme, _ in counts}):
        parts = [f"{KINDS_FR[kind]} {n}" for kind in KINDS_FR if (n := counts[theme, kind])]
        yield f"  {theme or 'hors thème'} : {', '.join(parts)}"
