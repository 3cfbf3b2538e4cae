"""The guides by role: their buttons exist, their pictures are described, their commands run."""

import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs" / "guides"
ROLES = ("pilote", "animateur", "participant", "hebergeur")
QUOTED = re.compile(r"«\s*([^»]+?)\s*»")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
FENCED = re.compile(r"^ *```[a-z]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
COMMANDS = re.compile(r"^ *(?:\.venv/bin/)?marchepied (.+?)(?: +#.*)?$", re.MULTILINE)
PAGES = (GUIDES / "hebergeur.md", ROOT / "docs/start/installer.md", ROOT / "docs/reference/commands.md")
# What never ends by itself, or speaks to a server that a test does not have.
NOT_RUN = ("serve", "run")
# Words of the guides that are no label: what a page answers, what a person may say.
SAID = {"ok"}


def flatten(text: str) -> str:
    """The text with plain spaces and one apostrophe, without tags, as it is compared."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", re.sub(r"<[^>]+>", "", text)).replace("'", "’").lower()


@cache
def words_of_the_interface() -> str:
    """Everything that the interface may say in French: templates and Python sources, in one text."""
    source = ROOT / "src" / "marchepied"
    files = [*(source / "templates").rglob("*.html"), *(source / "web").rglob("*.py")]
    files += [*(source / "apps").rglob("*.py"), source / "locale/fr/LC_MESSAGES/django.po"]
    return " ".join(flatten(path.read_text()) for path in files if path.exists())


def fenced_commands(page: Path) -> list[str]:
    """The `marchepied …` commands that a page shows in its blocks of code, in order."""
    blocks = FENCED.findall(page.read_text())
    return [command for block in blocks for command in COMMANDS.findall(block)]


@pytest.mark.parametrize("role", ROLES)
def test_labels_quoted_in_a_role_guide_are_those_of_the_interface(role):
    text = PICTURE.sub("", (GUIDES / f"{role}.md").read_text())
    quoted = {flatten(label) for label in QUOTED.findall(text)} - SAID
    assert {label for label in quoted if label not in words_of_the_interface()} == set()
    assert quoted or role == "hebergeur"


def test_every_guide_is_listed_once_at_least():
    listed = (GUIDES / "README.md").read_text()
    pages = {path.name for path in GUIDES.glob("*.md")} - {"README.md"}
    assert {page for page in pages if f"({page})" not in listed} == set()


def test_every_picture_is_described_and_every_one_taken_is_shown():
    shown = set()
    for page in (ROOT / "README.md", *GUIDES.glob("*.md")):
        for words, target in PICTURE.findall(page.read_text()):
            assert len(words) > 20, (page.name, target)
            shown.add((page.parent / target).resolve())
    assert shown == set((ROOT / "docs" / "screenshots").glob("*.png"))


def test_every_page_shows_commands():
    assert all(fenced_commands(page) for page in PAGES)


@pytest.fixture(scope="module")
def machine(tmp_path_factory) -> Path:
    """A folder with the examples, and the data that one page after the other leaves there."""
    folder = tmp_path_factory.mktemp("machine")
    (folder / "examples").symlink_to(ROOT / "examples")
    run_command("upgrade", folder)
    return folder


def run_command(command: str, folder: Path) -> None:
    arguments = shlex.split(command.replace("/sauvegardes", str(folder)))
    # A restoration without --replace is for an empty machine.
    empty = arguments[0] == "restore" and "--replace" not in arguments
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("MARCHEPIED_", "DJANGO_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-m", "marchepied.cli", *arguments],
        cwd=folder,
        env={**bare, "MARCHEPIED_DATA_DIR": str(folder / ("other" if empty else "data"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)


def test_commands_shown_run(machine):
    shown = dict.fromkeys(command for page in PAGES for command in fenced_commands(page))
    for command in shown:  # each once, in the order of the pages
        if command.split()[0] not in NOT_RUN:
            run_command(command, machine)
