"""`marchepied agreement`: measure agreement in a CSV file, without a database."""

import argparse
import json
import re
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt

from marchepied.engines.commands import DONE, MISUSED, REFUSED, STANDARD_OUTPUT, FrenchParser, UsageError

from ._groups import measure_agreement
from ._reading import Answers, ReadingError, read_answers
from ._results import AgreementResult
from ._scale import FEWEST_LEVELS, MOST_LEVELS, Scale
from ._table import format_table


def run(arguments: list[str]) -> int:
    """Run the command on its arguments (without `marchepied agreement`) and return the exit code.

    0: measured; 1: the file or its values are refused, and the error output says where; 2: wrong options.
    """
    try:
        options = _build_parser().parse_args(_join_values(arguments))
        items, reversed_items = _split_items(options.items)
        labels = _split_labels(options.labels)
        scale = Scale(1, len(labels)) if labels else _parse_scale(options.scale)
        populations = _parse_populations(options.population)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    except SystemExit:  # --help has already been printed
        return DONE
    try:
        answers = read_answers(
            options.file, group=options.group, items=items, weight=options.weight, labels=labels
        )
        result = _measure(options, answers, items, reversed_items, scale, populations)
        _write_result(result, options.json)
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    return DONE


def _build_parser() -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog="marchepied agreement",
        description="Mesure l’accord dans chaque groupe d’un fichier CSV : rwg, a_wg, rwg(j), écart moyen, "
        "A de van der Eijk, alphas, médianes et intervalles ; puis les écarts entre groupes.",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="help", help="affiche cette aide")
    parser.add_argument("file", metavar="FICHIER", type=Path, help="fichier CSV, une personne par ligne")
    parser.add_argument("--group", required=True, metavar="COLONNE", help="colonne du groupe")
    parser.add_argument(
        "--items", required=True, metavar="A,B,-C", help="colonnes des réponses ; un tiret devant = inversée"
    )
    parser.add_argument("--weight", metavar="COLONNE", help="colonne du poids de chaque personne")
    parser.add_argument("--scale", metavar="MIN-MAX", help="premier et dernier niveau, par exemple 1-5")
    parser.add_argument(
        "--labels", metavar="A,B,C", help="réponses en toutes lettres, de la plus basse à la plus haute"
    )
    parser.add_argument(
        "--population", metavar="GROUPE=N,…", help="nombre de personnes concernées dans chaque groupe"
    )
    parser.add_argument(
        "--permutations",
        type=int,
        default=0,
        metavar="N",
        help="teste les écarts en redistribuant N fois les personnes dans les groupes (1999 suffit)",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="graine des permutations")
    parser.add_argument(
        "--json",
        nargs="?",
        const=STANDARD_OUTPUT,
        metavar="SORTIE",
        help="résultat en JSON, à l’écran ou dans le fichier SORTIE",
    )
    return parser


def _join_values(arguments: list[str]) -> list[str]:
    """Attach the value of --items, --scale and --labels, which may begin with a dash, to its option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] in ("--items", "--scale", "--labels"):
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _split_items(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = [name.strip() for name in text.split(",") if name.strip()]
    items = tuple(name.removeprefix("-") for name in names)
    if not items or "" in items:
        raise UsageError("--items : donnez au moins un nom de colonne, par exemple --items A,B,-C.")
    twice = sorted({item for item in items if items.count(item) > 1})
    if twice:
        raise UsageError(f"--items : {', '.join(twice)} est donné deux fois.")
    return items, tuple(name.removeprefix("-") for name in names if name.startswith("-"))


def _split_labels(text: str | None) -> tuple[str, ...]:
    if text is None:
        return ()
    labels = tuple(label.strip() for label in text.split(",") if label.strip())
    if not FEWEST_LEVELS <= len({label.casefold() for label in labels}) == len(labels) <= MOST_LEVELS:
        raise UsageError(
            f"--labels : donnez de {FEWEST_LEVELS} à {MOST_LEVELS} réponses différentes, "
            "de la plus basse à la plus haute, par exemple --labels Non,Plutôt,Oui."
        )
    return labels


def _parse_populations(text: str | None) -> dict[str, int]:
    """Head-counts by group; a group's name may hold anything but a comma and an equals sign."""
    found = {}
    for part in (text or "").split(","):
        name, _, number = (piece.strip() for piece in part.partition("="))
        if not part.strip():
            continue
        if not name or not number.isdecimal():
            raise UsageError(
                f"--population : « {part.strip()} » ne se lit pas. Écrivez par exemple "
                "--population Salariés=20,Élus=15."
            )
        found[name] = int(number)
    return found


def _parse_scale(text: str | None) -> Scale | None:
    if text is None:
        return None
    found = re.fullmatch(r"\s*(-?\d+)\s*[-–:]\s*(-?\d+)\s*", text)
    if not found:
        raise UsageError(f"--scale : « {text} » n’est pas une échelle. Écrivez par exemple --scale 1-5.")
    try:
        return Scale(int(found[1]), int(found[2]))
    except ValueError as error:
        raise UsageError(f"--scale : {error}") from error


def _measure(
    options: argparse.Namespace,
    answers: Answers,
    items: tuple[str, ...],
    reversed_items: tuple[str, ...],
    scale: Scale | None,
    populations: dict[str, int],
) -> AgreementResult:
    warnings: tuple[str, ...] = ()
    if scale is None:
        scale = _infer_scale(answers.table)
        warnings = (
            f"Échelle déduite des réponses : de {scale.low} à {scale.high}. Si d’autres niveaux existaient "
            "sans être choisis, indiquez l’échelle avec --scale.",
        )
    result = measure_agreement(
        answers.table,
        answers.groups,
        scale=scale,
        items=items,
        reversed_items=reversed_items,
        weights=answers.weights,
        populations=populations,
        permutations=options.permutations,
        seed=options.seed,
    )
    return result.add_warnings(warnings)


def _infer_scale(table: npt.NDArray[np.float64]) -> Scale:
    seen = table[~np.isnan(table)]
    if seen.size == 0:
        raise ReadingError("Aucune réponse dans les colonnes nommées : vérifiez --items.")
    low, high = int(seen.min()), int(seen.max())
    if low == high:
        raise ReadingError(f"Toutes les réponses valent {low} : indiquez l’échelle, par exemple --scale 1-5.")
    if high - low >= MOST_LEVELS:
        raise ReadingError(
            f"Les réponses vont de {low} à {high}, plus de {MOST_LEVELS} niveaux : "
            "ces colonnes ne sont pas des réponses sur une échelle, ou une valeur est fausse."
        )
    return Scale(low, high)


def _write_result(result: AgreementResult, target: str | None) -> None:
    if target is None:
        sys.stdout.write(format_table(result))
        return
    text = json.dumps(result.as_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if target == STANDARD_OUTPUT:
        sys.stdout.write(text)
    else:
        Path(target).write_text(text, encoding="utf-8")
