"""The documentation says what the code does, and its links lead somewhere."""

import re
import subprocess
from pathlib import Path

import pytest

from marchepied.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


def variables_read() -> set[str]:
    """Every variable that the settings read from the environment."""
    source = "".join(path.read_text() for path in (ROOT / "src/marchepied/config").glob("*.py"))
    return {f"MARCHEPIED_{name}" for name in re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source)} | {
        "DATABASE_URL"
    }


def test_every_setting_is_documented_and_exists():
    page = (ROOT / "docs/reference/settings.md").read_text()
    documented = set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))
    assert documented == variables_read()


def test_every_command_is_documented():
    page = (ROOT / "docs/reference/commands.md").read_text()
    documented = set(re.findall(r"^\| `marchepied ([a-z-]+)", page, re.MULTILINE))
    assert documented == set(COMMANDS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_inside_the_repository_lead_somewhere(page):
    targets = [target for target in LINK.findall(page.read_text()) if "://" not in target]
    lost = [target for target in targets if not (page.parent / target).exists()]
    assert lost == []


def test_every_engine_has_its_method_page():
    engines = {
        path.name for path in (ROOT / "src/marchepied/engines").iterdir() if (path / "__init__.py").exists()
    }
    pages = {path.stem for path in (ROOT / "docs/methods").glob("*.md")}
    assert engines - pages == set()


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: git clone the repository")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_file_names_a_registry_or_a_machine():
    forbidden = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|/wor[k]/")
    named = []
    for path in tracked_files():
        if path.suffix in {".png", ".ttf", ".woff2", ".gz", ".mo"} or "vendor" in path.parts:
            continue
        if path.is_file() and path != Path(__file__) and forbidden.search(path.read_text(errors="replace")):
            named.append(str(path.relative_to(ROOT)))
    assert named == []


def test_locks_hold_hashes_and_no_address():
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text()
        assert "://" not in text
        pinned = re.findall(r"^([a-z0-9-]+(?:\[[a-z,-]+\])?)==", text, re.MULTILINE)
        assert len(pinned) > 10
        assert text.count("--hash=sha256:") >= len(pinned)
