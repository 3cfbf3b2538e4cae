"""`marchepied referential export|import|diff`: files in, files out, and what changes between two of them."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .diffing import compare
from .exchange import (
    locate_problems,
    understand,
    write_long_csv,
    write_spreadsheet,
    write_template,
    write_xlsform,
    write_yaml,
)
from .saying import count_changes, say_changes
from .validation import validate

DONE, REFUSED = 0, 1
FORMATS: dict[str, Callable[[Any], bytes]] = {
    "yaml": write_yaml,
    "xlsx": write_spreadsheet,
    "csv": write_long_csv,
    "xlsform": write_xlsform,
}
_ENDINGS = {".yaml": "yaml", ".yml": "yaml", ".xlsx": "xlsx", ".csv": "csv"}
_MODEL = "modele"


def add_exchange_tasks(tasks: Any) -> None:
    """The three tasks, with their options."""
    export = _add(tasks, "export", "écrit un référentiel dans un fichier (YAML, XLSX, CSV, XLSForm)")
    export.add_argument("name", metavar="NOM", help=f"référentiel livré, dossier, fichier, ou « {_MODEL} »")
    export.add_argument("--to", required=True, metavar="FICHIER", help="fichier à écrire")
    export.add_argument(
        "--format", choices=list(FORMATS), default=None, help="format ; sans précision, la fin du nom le dit"
    )
    bring = _add(tasks, "import", "lit un fichier de n’importe quel format connu, et l’écrit en YAML")
    bring.add_argument("file", metavar="FICHIER", help="YAML, XLSX, XLSForm, CSV, LimeSurvey (.lss)…")
    bring.add_argument("--to", metavar="FICHIER", help="fichier YAML à écrire ; sans lui, on dit seulement")
    diff = _add(tasks, "diff", "dit en phrases ce qui change entre deux référentiels")
    diff.add_argument("before", metavar="AVANT", help="référentiel livré, dossier ou fichier")
    diff.add_argument("after", metavar="APRÈS", help="référentiel livré, dossier ou fichier")
    diff.add_argument("--language", choices=["fr", "en"], default="fr", help="langue des phrases")


def _add(tasks: Any, name: str, told: str) -> argparse.ArgumentParser:
    one: argparse.ArgumentParser = tasks.add_parser(name, help=told, description=told, add_help=False)
    one.add_argument("-h", "--help", action="help", help="affiche cette aide")
    return one


def run_export(options: argparse.Namespace, load: Callable[[str], Any]) -> int:
    """Write a referential into a file, in the format asked or told by the end of its name."""
    path = Path(options.to)
    kind = options.format or _ENDINGS.get(path.suffix.lower())
    if kind is None:
        sys.stderr.write("Dites le format avec --format, ou finissez le nom par .yaml, .xlsx ou .csv.\n")
        return REFUSED
    if options.name == _MODEL:
        content = write_template()
    else:
        data = load(options.name)
        if kind == "xlsform" and _say_problems(None, data):
            return REFUSED
        content = FORMATS[kind](data)
    try:
        path.write_bytes(content)
    except OSError as error:
        sys.stderr.write(f"{path} ne peut pas être écrit ({error.strerror}). Vérifiez le dossier.\n")
        return REFUSED
    sys.stdout.write(f"{path} : {len(content)} octets écrits.\n")
    return DONE


def run_import(options: argparse.Namespace) -> int:
    """Say what a file holds and what cannot be carried; with --to, write it as YAML once it is valid."""
    path = Path(options.file)
    if not path.is_file():
        sys.stderr.write(f"« {path} » n’est pas un fichier. Vérifiez le nom.\n")
        return REFUSED
    found = understand(path.read_bytes(), path.name)
    for note in found.notes:
        sys.stdout.write(f"{note}\n")
    if _say_problems(found, found.data):
        return REFUSED
    asked = sum(len(d["questions"]) for axis in found.data["axes"] for d in axis.get("domains", ()))
    sys.stdout.write(f"{path.name} ({found.kind}) : {len(found.data['axes'])} thèmes, {asked} questions.\n")
    if options.to:
        Path(options.to).write_bytes(write_yaml(found.data))
    return DONE


def _say_problems(found: Any, data: Any) -> bool:
    """Whether there are faults, each told with its place."""
    problems = validate(data)
    told = locate_problems(found, problems) if found else problems
    for problem in told:
        sys.stderr.write(f"{problem}\n")
    return bool(told)


def read_file(path: Path) -> Any:
    """The data of a file in any format that is read. Raises FileRefusedError."""
    return understand(path.read_bytes(), path.name).data


def run_diff(options: argparse.Namespace, load: Callable[[str], Any]) -> int:
    """Say what changes, one sentence a change, then how many of each."""
    changes = compare(load(options.before), load(options.after))
    for said in say_changes(changes, options.language):
        sys.stdout.write(f"{said}\n")
    if changes:
        sys.stdout.write(f"{count_changes(changes, options.language)}\n")
    return DONE
