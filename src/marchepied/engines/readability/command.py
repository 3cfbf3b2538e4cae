"""`marchepied readability`: measure how plain a text, or a whole referential, is. Without a database."""

import argparse
import json
import sys
from pathlib import Path

from marchepied.engines.commands import DONE, MISUSED, REFUSED, FrenchParser, UsageError
from marchepied.engines.referential import (
    InvalidReferentialError,
    Referential,
    YamlRefusedError,
    list_shipped_referentials,
)
from marchepied.engines.referential.command import UnknownReferentialError, find_referential

from ._checking import check_measured
from ._measure import FORMULAS, measure
from ._report import format_measure, format_review
from ._reviewing import Outlier, review_referential, walk_passages
from ._targets import FIELD_WORDS, TARGETS


def run(arguments: list[str]) -> int:
    """Run the command on its arguments (without `marchepied readability`) and return the exit code.

    0: measured; 1: the file cannot be read, or with --strict a participant's wording is outside its target;
    2: wrong options.
    """
    try:
        options = _build_parser().parse_args(arguments)
        if sum(map(bool, (options.file, options.referential, options.shipped))) != 1:
            raise UsageError("Donnez un fichier (ou - pour l’entrée), ou --referential NOM, ou --shipped.")
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    except SystemExit:  # --help has already been printed
        return DONE
    try:
        if options.file:
            return _measure_file(options)
        names = list_shipped_referentials() if options.shipped else (options.referential,)
        return _review(names, options)
    except UnknownReferentialError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    except (InvalidReferentialError, YamlRefusedError, UnicodeDecodeError, OSError) as error:
        sys.stderr.write(f"{_say(error, options.file)}\n")
        return REFUSED


def _say(error: Exception, name: str | None) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{name} : le fichier n’est pas en UTF-8. Enregistrez-le en UTF-8, puis recommencez."
    if isinstance(error, OSError):
        return f"{error.filename or name} : ce fichier ne peut pas être lu. Vérifiez son nom et ses droits."
    return str(error)


def _build_parser() -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog="marchepied readability",
        description="Mesure si un texte est clair : longueur des phrases, syllabes, mots rares. "
        "Dit quoi changer.",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="help", help="affiche cette aide")
    parser.add_argument("file", metavar="FICHIER", nargs="?", help="fichier texte, ou - pour l’entrée")
    parser.add_argument("--language", default="fr", choices=sorted(FORMULAS), help="langue du texte")
    parser.add_argument(
        "--kind", default="pilot", choices=tuple(TARGETS), help="pour qui est le texte, et donc ses limites"
    )
    parser.add_argument("--referential", metavar="NOM", help="référentiel livré, dossier ou fichier YAML")
    parser.add_argument("--shipped", action="store_true", help="tous les référentiels livrés")
    parser.add_argument(
        "--strict", action="store_true", help="sort avec 1 si un texte de participant déborde"
    )
    parser.add_argument("--json", action="store_true", help="résultat en JSON, en entier")
    return parser


def _measure_file(options: argparse.Namespace) -> int:
    text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8-sig")
    limits = TARGETS[options.kind]
    measured = measure(
        text,
        options.language,
        allowed=FIELD_WORDS[options.language],
        common=limits.common_words[options.language],
    )
    findings = check_measured(text, measured, limits)
    if options.json:
        _print_json({**measured.as_dict(), "kind": options.kind, "findings": [str(f) for f in findings]})
    else:
        sys.stdout.write(format_measure(measured, findings, options.kind))
    return _decide(options.strict and options.kind == "participant" and bool(findings))


def _review(names: tuple[str, ...], options: argparse.Namespace) -> int:
    reviews: list[tuple[Referential, tuple[Outlier, ...]]] = []
    for name in names:
        referential = find_referential(name)
        reviews.append((referential, review_referential(referential)))
    if options.json:
        found = {referential.id: [o.as_dict() for o in outliers] for referential, outliers in reviews}
        _print_json(found)
    else:
        for referential, outliers in reviews:
            passages = sum(1 for _ in walk_passages(referential))
            sys.stdout.write(format_review(referential.id, passages, outliers))
    outside = any(outlier.kind == "participant" for _, outliers in reviews for outlier in outliers)
    return _decide(options.strict and outside)


def _decide(outside: bool) -> int:
    return REFUSED if outside else DONE


def _print_json(data: object) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
