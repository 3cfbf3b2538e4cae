"""The import contracts, and a planted fault that they must catch."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def lint(cwd: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=cwd, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_import_contracts_hold():
    outcome = lint(ROOT)
    assert outcome.returncode == 0, outcome.stdout
