"""`marchepied themes`: group the texts of one column of a CSV or XLSX file by theme, without a database."""

import argparse
import json
import sys
from pathlib import Path

from marchepied.engines.commands import DONE, MISUSED, REFUSED, STANDARD_OUTPUT, FrenchParser, UsageError
from marchepied.engines.tables import Table, TableError, read_table, write_csv, write_xlsx

from ._finding import find_themes
from ._masking import mask
from ._results import METHODS, WORDS, Themes
from ._storing import write_themes
from ._table import HEADERS, format_themes, list_rows


def run(arguments: list[str]) -> int:
    """Run the command on its arguments (without `marchepied themes`) and return the exit code.

    0: grouped; 1: the file, its column or a method is refused, and the error output says why; 2: wrong
    options.
    """
    try:
        options = _build_parser().parse_args(arguments)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    except SystemExit:  # --help has already been printed
        return DONE
    try:
        _group(options)
    except TableError as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    return DONE


def _build_parser() -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog="marchepied themes",
        description="Range par thème ce que des personnes ont écrit. Les noms et les contacts sont masqués.",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="help", help="affiche cette aide")
    parser.add_argument("file", metavar="FICHIER", type=Path, help="fichier CSV ou XLSX, un texte par ligne")
    parser.add_argument("--column", required=True, metavar="NOM", help="colonne des textes")
    parser.add_argument("--count", type=int, metavar="N", help="nombre de thèmes (choisi, sinon)")
    parser.add_argument(
        "--method", default=WORDS, choices=METHODS, help="words : par les mots, tout de suite ; meaning : "
        "par le sens, avec le paquet marchepied[encoder]",
    )  # fmt: skip
    parser.add_argument("--question", default="", metavar="TEXTE", help="la question posée")
    parser.add_argument("--to", type=Path, metavar="SORTIE", help="tableau CSV ou XLSX, une ligne par texte")
    parser.add_argument(
        "--json",
        nargs="?",
        const=STANDARD_OUTPUT,
        metavar="SORTIE",
        help="résultat en JSON, à l’écran ou dans le fichier SORTIE",
    )
    return parser


def _group(options: argparse.Namespace) -> None:
    table = read_table(options.file.read_bytes(), options.file.name)
    texts = table.list_values(table.find_column(options.column))
    numbered = {str(number): text for number, text in zip(table.row_numbers, texts, strict=True)}
    themes = find_themes(numbered, count=options.count, method=options.method, question=options.question)
    if options.to:
        _write_table(themes, table, texts, options.to)
    if options.json is None:
        sys.stdout.write(format_themes(themes))
        return
    text = json.dumps(write_themes(themes, model=False), ensure_ascii=False, allow_nan=False) + "\n"
    if options.json == STANDARD_OUTPUT:
        sys.stdout.write(text)
    else:
        Path(options.json).write_text(text, encoding="utf-8")


def _write_table(themes: Themes, table: Table, texts: tuple[str, ...], target: Path) -> None:
    """Texts are written with names hidden; what a spreadsheet could run as a formula is made harmless."""
    rows = list_rows(themes, [mask(text).text for text in texts], table.row_numbers)
    if target.suffix.lower() == ".xlsx":
        target.write_bytes(write_xlsx(HEADERS, rows, sheet="Thèmes"))
    else:
        target.write_bytes(write_csv(HEADERS, rows, separator=";"))
