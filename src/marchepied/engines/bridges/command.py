"""`marchepied bridges`: carry values along links read from SSSOM files, check such a file, or list the
questions that no link touches. No database."""

import argparse
import json
import sys
from pathlib import Path

from marchepied.engines.commands import DONE, MISUSED, REFUSED, FrenchParser, UsageError

from ._carried import DEFAULT_HOPS, carry
from ._model import BridgeError, Link
from ._sssom_links import COVERS, read_links
from ._sssom_model import MappingSet, SssomError
from ._sssom_reading import read_sssom
from ._table import format_carried
from ._values import ReadingError, make_frameworks, read_text, read_values


def run(arguments: list[str]) -> int:
    """Run the command on its arguments (without `marchepied bridges`) and return the exit code.

    0: done; 1: a file is refused, and the error output says where; 2: wrong options.
    """
    try:
        options = _build_parser().parse_args(arguments)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    except SystemExit:  # --help has already been printed
        return DONE
    try:
        if options.task == "check":
            _check(options.file)
        elif options.task == "missing":
            _list_missing(options.links, options.items)
        else:
            _carry(options.links, options.values, options.max_hops, as_json=options.json)
    except (ReadingError, SssomError, BridgeError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    return DONE


def _build_parser() -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog="marchepied bridges",
        description="Transporte d’un référentiel à l’autre ce qui est déjà répondu, par les correspondances.",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="help", help="affiche cette aide")
    tasks = parser.add_subparsers(
        dest="task", required=True, metavar="carry|check|missing", parser_class=FrenchParser
    )
    carrying = tasks.add_parser(
        "carry", add_help=False, allow_abbrev=False, help="transporte des valeurs par des liens"
    )
    carrying.add_argument("-h", "--help", action="help", help="affiche cette aide")
    carrying.add_argument("links", metavar="LIENS", type=Path, nargs="+", help="fichiers .sssom.tsv")
    carrying.add_argument("values", metavar="VALEURS", type=Path, help="CSV : item, value ou low et high…")
    carrying.add_argument("--json", action="store_true", help="résultat complet en JSON")
    carrying.add_argument(
        "--max-hops", type=int, default=DEFAULT_HOPS, metavar="N", help=f"liens de suite ({DEFAULT_HOPS})"
    )
    checking = tasks.add_parser(
        "check", add_help=False, allow_abbrev=False, help="vérifie un fichier de correspondances"
    )
    checking.add_argument("-h", "--help", action="help", help="affiche cette aide")
    checking.add_argument("file", metavar="FICHIER", type=Path, help="fichier .sssom.tsv")
    missing = tasks.add_parser(
        "missing", add_help=False, allow_abbrev=False, help="liste les questions sans correspondance"
    )
    missing.add_argument("-h", "--help", action="help", help="affiche cette aide")
    missing.add_argument("links", metavar="LIENS", type=Path, nargs="+", help="fichiers .sssom.tsv")
    missing.add_argument("items", metavar="QUESTIONS", type=Path, help="CSV : une colonne item")
    return parser


def _read_set(path: Path) -> MappingSet:
    """The mappings of a file; where it has no block, what stands beside it under the same name in .yml."""
    text, metadata = read_text(path), None
    beside = [path.with_suffix(ending) for ending in (".yml", ".yaml")]
    if not text.lstrip("\ufeff\r\n").startswith(("#", '"#')):
        metadata = next((read_text(each) for each in beside if each.is_file()), None)
    try:
        return read_sssom(text, metadata)
    except SssomError as error:
        raise ReadingError("\n".join(f"{path.name} : {problem}" for problem in error.problems)) from error


def _read_all(paths: list[Path]) -> tuple[list[Link], list[str]]:
    """The links of several files, and what to know of them."""
    links: list[Link] = []
    notes: list[str] = []
    for path in paths:
        made = _read_set(path)
        found, left_out = read_links(made)
        links += found
        notes += (*made.notes, *left_out)
    return links, notes


def _list_missing(paths: list[Path], items_path: Path) -> None:
    """One line for each question that is at no end of any link, in the order of the file; then how many."""
    links, _notes = _read_all(paths)
    touched = {end for link in links for end in (link.source, link.target)}
    items = read_values(items_path).items
    lacking = [item for item in items if item not in touched]
    closing = f"{len(lacking)} question(s) sur {len(items)} sans correspondance."
    sys.stdout.write("\n".join([*lacking, closing]) + "\n")


def _carry(paths: list[Path], values_path: Path, max_hops: int, *, as_json: bool) -> None:
    links, notes = _read_all(paths)
    values = read_values(values_path)
    frameworks, guessed = make_frameworks(links, values)
    notes += guessed
    carried = carry(frameworks, links, values.declared, max_hops=max_hops)
    if as_json:
        result = carried.as_dict()
        result["notes"] = [*notes, *result["notes"]]
        sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False) + "\n")
    else:
        sys.stdout.write(format_carried(carried, notes))


def _check(path: Path) -> None:
    made = _read_set(path)
    links, left_out = read_links(made)
    covering = sum(bool(link.covers) for link in links)
    lines = [
        f"{path.name} se lit : {len(made.mappings)} correspondance(s), {len(links)} lien(s), "
        f"dont {covering} qui disent ce qu’ils couvrent ({COVERS.slot_name}).",
        *made.notes,
        *left_out,
    ]
    sys.stdout.write("\n".join(lines) + "\n")
