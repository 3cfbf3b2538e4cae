"""The wheel alone, in an empty environment, serves the product: `demo`, `doctor`, `serve`, `upgrade`."""

import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.config.running import bare_environment, serve

ROOT = Path(__file__).resolve().parents[2]


def call(*command: object, cwd: Path, **variables: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=bare_environment(**variables),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The `marchepied` command of a new environment that holds the wheel and what the lock says."""
    folder = tmp_path_factory.mktemp("wheel")
    built = call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    environment = folder / "env"
    call(sys.executable, "-m", "venv", environment, cwd=folder)
    python = environment / "bin" / "python"
    uv = shutil.which("uv")
    install = (
        [uv, "pip", "install", "--quiet", "--python", python]
        if uv
        else [python, "-m", "pip", "install", "-q"]
    )
    locked = call(*install, "--require-hashes", "-r", ROOT / "requirements" / "base.txt", cwd=folder)
    if locked.returncode:
        pytest.skip(f"no package registry answers here: {locked.stderr.strip().splitlines()[-1:]}")
    own = call(*install, "--no-deps", wheel, cwd=folder)
    assert own.returncode == 0, own.stderr
    return environment / "bin" / "marchepied"


@pytest.fixture(scope="module")
def folder(installed, tmp_path_factory) -> Path:
    """An empty folder where the demonstration was made."""
    folder = tmp_path_factory.mktemp("served")
    made = call(installed, "demo", cwd=folder, MARCHEPIED_DATA_DIR=str(folder / "data"))
    assert made.returncode == 0, made.stderr
    assert "L’Établi des Saules" in made.stdout
    return folder


def test_it_serves_its_pages_styles_and_links(installed, folder):
    with serve([str(installed), "serve", "--demo"], folder) as server:
        links = re.findall(r"http://127\.0\.0\.1:\d+/\S*", server.read())
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        pages = []
        for link in links:
            with opener.open(link, timeout=30) as page:
                pages.append((page.status, page.read().decode()))
        assert [status for status, _text in pages] == [200, 200, 200]
        style = re.search(r'href="(/static/css/base[^"]*)"', pages[0][1]).group(1)
        with opener.open(server.base + style, timeout=30) as response:
            assert response.headers["Content-Type"].startswith("text/css")


def test_the_doctor_finds_nothing_broken(installed, folder):
    found = call(installed, "doctor", cwd=folder, MARCHEPIED_DATA_DIR=str(folder / "data"))
    assert found.returncode == 0, found.stdout
    assert "sqlite, saine et à jour" in found.stdout


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(installed, folder):
    done = call(installed, "upgrade", cwd=folder, MARCHEPIED_DATA_DIR=str(folder / "data"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (folder / "data" / "sauvegardes").exists()
