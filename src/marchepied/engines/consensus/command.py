"""`marchepied consensus`: what brings people together in a file of votes, without a database."""

import argparse
import json
import os
import sys
from pathlib import Path

import numpy as np

from marchepied.engines.commands import DONE, MISUSED, REFUSED, STANDARD_OUTPUT, FrenchParser, UsageError

from .examination import examine
from .partition import NOBODY
from .reading import Statements, order_groups, read_groups, read_statements, read_votes
from .report import write_report
from .result import ConsensusResult
from .summary import summarise
from .votes import Votes

MOST_ASKED = 20


def run(arguments: list[str]) -> int:
    """Run the command on its arguments (without `marchepied consensus`) and return the exit code.

    0: computed, whatever the verdict; 1: a file is refused, and the error output says where; 2: wrong
    options.
    """
    try:
        options = _build_parser().parse_args(arguments)
        _check(options)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    except SystemExit:  # --help has already been printed
        return DONE
    try:
        result = _compute(options)
    except ValueError as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(_explain(error, "ne s’ouvre pas", "ce fichier n’existe pas"))
    try:
        _write(result, options)
    except OSError as error:
        return _refuse(_explain(error, "ne peut pas être écrit", "son dossier n’existe pas"))
    return DONE


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return REFUSED


def _explain(error: OSError, failed: str, missing: str) -> str:
    """What happened to a file, in a sentence."""
    reasons = (
        (FileNotFoundError, missing),
        (IsADirectoryError, "c’est un dossier"),
        (PermissionError, "vous n’en avez pas le droit"),
    )
    reason = next((sentence for kind, sentence in reasons if isinstance(error, kind)), "")
    return f"{error.filename or 'La sortie'} {failed}" + (f" : {reason}." if reason else ".")


def _build_parser() -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog="marchepied consensus",
        description="Dit, d’après des votes (d’accord, pas d’accord, passe), ce qui rassemble, ce qui "
        "partage et où l’on ne sait pas ; montre des groupes d’opinion seulement s’ils résistent au hasard.",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="help", help="affiche cette aide")
    parser.add_argument(
        "file",
        metavar="VOTES",
        type=Path,
        help="votes en CSV (exports de Polis : votes.csv, participants-votes.csv)",
    )
    parser.add_argument(
        "--statements", type=Path, metavar="FICHIER", help="affirmations en CSV : textes, modération"
    )
    parser.add_argument("--json", nargs="?", const=STANDARD_OUTPUT, metavar="SORTIE", help="résultat en JSON")
    parser.add_argument("--html", metavar="SORTIE", type=Path, help="résultat en une page lisible par tous")
    parser.add_argument(
        "--groups-from", type=Path, metavar="FICHIER", help="groupes imposés, en CSV : participant, group"
    )
    parser.add_argument("--group-count", type=int, metavar="N", help="nombre de groupes imposé")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="graine des tirages")
    parser.add_argument(
        "--language", choices=("fr", "en"), default=_guess_language(), help="langue de la page et du résumé"
    )
    return parser


def _guess_language() -> str:
    """English when the terminal says so, French otherwise."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if named.lower().startswith("en") else "fr"


def _check(options: argparse.Namespace) -> None:
    if options.group_count is not None and not 1 <= options.group_count <= MOST_ASKED:
        raise UsageError(f"--group-count : entre 1 et {MOST_ASKED}.")
    if options.group_count is not None and options.groups_from is not None:
        raise UsageError("--group-count et --groups-from ne vont pas ensemble : gardez l’un des deux.")
    if options.seed < 0:
        raise UsageError("--seed : un nombre positif ou nul.")


def _compute(options: argparse.Namespace) -> ConsensusResult:
    statements = read_statements(options.statements) if options.statements else Statements()
    votes = read_votes(options.file, statements)
    if options.groups_from is None:
        return examine(votes, seed=options.seed, count=options.group_count, texts=statements.texts)
    membership = read_groups(options.groups_from)
    if not membership:
        raise ValueError("Le fichier des groupes n’en nomme aucun.")
    people = {str(person) for person in votes.participant_ids}
    known = {person: name for person, name in membership.items() if person in people}
    if not known:
        raise ValueError(
            "Aucune personne du fichier des groupes n’est dans celui des votes. "
            "Écrivez les mêmes numéros dans les deux."
        )
    labels, names = _impose(votes, known)
    return examine(
        votes,
        seed=options.seed,
        labels=labels,
        group_ids=names,
        texts=statements.texts,
        unknown_people=len(membership) - len(known),
    )


def _impose(
    votes: Votes, membership: dict[str, str]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int8]], tuple[str, ...]]:
    names = order_groups(membership.values())
    if len(names) > np.iinfo(np.int8).max:
        raise ValueError(f"{len(names)} groupes, c’est trop : il en faut au plus {np.iinfo(np.int8).max}.")
    places = {name: place for place, name in enumerate(names)}
    found = [places.get(membership.get(str(person), ""), NOBODY) for person in votes.participant_ids]
    return np.array(found, np.int8), names


def _write(result: ConsensusResult, options: argparse.Namespace) -> None:
    if options.html is not None:
        options.html.write_text(write_report(result, options.language), encoding="utf-8")
    if options.json is not None:
        text = json.dumps(result.as_dict(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
        if options.json == STANDARD_OUTPUT:
            sys.stdout.write(text)
        else:
            Path(options.json).write_text(text, encoding="utf-8")
    if options.json is None or options.json != STANDARD_OUTPUT:
        sys.stdout.write("\n".join(summarise(result, options.language)) + "\n")
