"""`marchepied priorities`: put proposals in order from ballots in a CSV file, without a database."""

import argparse
import json
import sys
from fractions import Fraction
from pathlib import Path

from marchepied.engines.commands import DONE, MISUSED, REFUSED, STANDARD_OUTPUT, FrenchParser, UsageError

from ._ranking import rank_proposals, rank_weighted
from ._reading import read_ballots
from ._results import PrioritiesResult
from ._table import format_table
from ._tally import add_tallies


def run(arguments: list[str]) -> int:
    """Run the command on its arguments (without `marchepied priorities`) and return the exit code.

    0: put in order; 1: the file or its values are refused, and the error output says where; 2: wrong
    options.
    """
    try:
        options = _build_parser().parse_args(arguments)
        grades = _split(options.grades, "--grades")
        proposals = _split(options.proposals, "--proposals")
        weights = _parse_weights(options.weights, options.college)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    except SystemExit:  # --help has already been printed
        return DONE
    try:
        result = _judge(options.file, grades, proposals, options.college, weights)
        _write_result(result, options.json)
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    return DONE


def _build_parser() -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog="marchepied priorities",
        description="Met des propositions en ordre par le jugement majoritaire, à partir des bulletins.",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="help", help="affiche cette aide")
    parser.add_argument("file", metavar="FICHIER", type=Path, help="fichier CSV, un bulletin par ligne")
    parser.add_argument(
        "--grades", default="", metavar="A,B,C", help="mentions, de la moins bonne à la meilleure"
    )
    parser.add_argument(
        "--proposals", default="", metavar="A,B", help="colonnes des propositions (toutes, sinon)"
    )
    parser.add_argument("--college", metavar="COLONNE", help="colonne du collège de chaque bulletin")
    parser.add_argument(
        "--weights", default="", metavar="A=60,B=40", help="poids de chaque collège, si les statuts le disent"
    )
    parser.add_argument(
        "--json",
        nargs="?",
        const=STANDARD_OUTPUT,
        metavar="SORTIE",
        help="résultat en JSON, à l’écran ou dans le fichier SORTIE",
    )
    return parser


def _split(text: str, option: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise UsageError(f"{option} : {', '.join(twice)} est donné deux fois.")
    return names


def _parse_weights(text: str, college: str | None) -> dict[str, Fraction]:
    if text and college is None:
        raise UsageError("--weights : dites aussi dans quelle colonne lire le collège, avec --college.")
    weights: dict[str, Fraction] = {}
    for part in _split(text, "--weights"):
        name, _sign, weight = part.rpartition("=")
        try:
            weights[name.strip()] = Fraction(weight.strip())
        except (ValueError, ZeroDivisionError):
            raise UsageError(f"--weights : « {part} » n’est pas un poids. Écrivez A=60,B=40.") from None
    return weights


def _judge(
    path: Path,
    grades: tuple[str, ...],
    proposals: tuple[str, ...],
    college: str | None,
    weights: dict[str, Fraction],
) -> PrioritiesResult:
    ballots = read_ballots(path, grades=grades, college=college, proposals=proposals)
    if weights:
        return rank_weighted(ballots.tallies, weights, grades=ballots.grades, ballots=ballots.count)
    together = {name: add_tallies(list(groups.values())) for name, groups in ballots.tallies.items()}
    return rank_proposals(together, grades=ballots.grades, ballots=ballots.count)


def _write_result(result: PrioritiesResult, target: str | None) -> None:
    if target is None:
        sys.stdout.write(format_table(result))
        return
    text = json.dumps(result.as_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if target == STANDARD_OUTPUT:
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")
