"""`marchepied referential`: what a referential holds, and what is wrong in its files. Without a database."""

import argparse
import json
import sys
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from marchepied.engines.commands import DONE, MISUSED, REFUSED, FrenchParser, UsageError

from ._exchange_command import add_exchange_tasks, read_file, run_diff, run_export, run_import
from .exchange import FileRefusedError
from .loading import YamlRefusedError, load_folder, load_yaml, settle_duties
from .model import Referential
from .parsing import parse_referential
from .problems import InvalidReferentialError, Problem
from .shipped import list_shipped_referentials, read_shipped_referential
from .statistics import referential_stats
from .validation import validate

LABELS = {
    "axes": "thèmes",
    "axes_complete": "thèmes complets",
    "domains": "domaines d’action",
    "questions": "questions",
    "express": "questions express",
    "questions_with_five_levels": "questions à cinq niveaux complets",
    "languages": "langues",
    "examples": "exemples",
    "example_kinds": "sortes d’exemples",
    "indicators": "indicateurs",
    "levers": "leviers",
    "resources": "ressources",
    "legal_references": "textes de loi",
    "long_sentences": "phrases de plus de 25 mots",
}


class UnknownReferentialError(LookupError):
    """Nothing of that name ships, nor is there a folder or a file; the sentence is in French."""


def run(arguments: list[str]) -> int:
    """Run the command on its arguments (without `marchepied referential`) and return the exit code.

    0: done, nothing wrong; 1: the referential has faults, each on a line of the error output; 2: wrong
    options, or nothing of that name.
    """
    try:
        options = _build_parser().parse_args(arguments)
        return _TASKS[options.task](options)
    except (UsageError, UnknownReferentialError) as error:
        sys.stderr.write(f"{error}\n")
        return MISUSED
    except SystemExit:  # --help has already been printed
        return DONE
    except (InvalidReferentialError, YamlRefusedError, FileRefusedError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED


def find_referential(name: str) -> Referential:
    """The referential of that name among those that ship, or in that folder or YAML file.

    Raises UnknownReferentialError where there is nothing of that name; YamlRefusedError and
    InvalidReferentialError, whose sentences list the faults, for what cannot be accepted.
    """
    if name in list_shipped_referentials():
        return read_shipped_referential(name)
    return parse_referential(_load(name))


def _load(name: str) -> Any:
    """The data of a shipped referential, a folder or a file, not yet checked."""
    path = Path(name)
    if path.is_dir():
        return load_folder(path)
    if path.is_file():
        return settle_duties(load_yaml(path.read_bytes(), file=path.name))
    known = ", ".join(list_shipped_referentials())
    raise UnknownReferentialError(
        f"« {name} » n’est ni un référentiel livré ({known}), ni un dossier, ni un fichier. Vérifiez le nom."
    )


def _load_named(name: str) -> Any:
    """The data of what ships under that name, of a folder, or of a file in any format that is read."""
    if name in list_shipped_referentials():
        with as_file(files("marchepied.content") / "referentials" / name) as folder:
            return load_folder(folder)
    path = Path(name)
    return read_file(path) if path.is_file() else _load(name)


def _build_parser() -> argparse.ArgumentParser:
    parser = FrenchParser(
        prog="marchepied referential",
        description="Compte, vérifie, convertit ou compare des référentiels.",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("-h", "--help", action="help", help="affiche cette aide")
    tasks = parser.add_subparsers(
        dest="task", required=True, metavar="stats|check|export|import|diff", parser_class=FrenchParser
    )
    add_exchange_tasks(tasks)
    for task, description in (
        ("stats", "compte ce qu’il contient"),
        ("check", "liste ce qui est à corriger"),
    ):
        one = tasks.add_parser(task, help=description, description=description, add_help=False)
        one.add_argument("-h", "--help", action="help", help="affiche cette aide")
        one.add_argument("name", metavar="NOM", help="référentiel livré, dossier ou fichier YAML")
        if task == "stats":
            one.add_argument("--json", action="store_true", help="résultat en JSON")
    return parser


def _show_stats(options: argparse.Namespace) -> int:
    stats = referential_stats(find_referential(options.name))
    if options.json:
        sys.stdout.write(json.dumps(stats, ensure_ascii=False, indent=2) + "\n")
        return DONE
    for key, value in stats.items():
        shown = ", ".join(value) if isinstance(value, list) else str(value)
        sys.stdout.write(f"{LABELS.get(key, key):<34} {shown:>8}\n")
    return DONE


def _check(options: argparse.Namespace) -> int:
    name = options.name
    if name in list_shipped_referentials():
        read_shipped_referential(name)
        problems: tuple[Problem, ...] = ()
    else:
        problems = validate(_load(name))
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    if not problems:
        sys.stdout.write(f"{name} : rien à corriger.\n")
    return REFUSED if problems else DONE


_TASKS: dict[str, Callable[[argparse.Namespace], int]] = {
    "stats": _show_stats,
    "check": _check,
    "export": lambda options: run_export(options, _load_named),
    "import": run_import,
    "diff": lambda options: run_diff(options, _load_named),
}
