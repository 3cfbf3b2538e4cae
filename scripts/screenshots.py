"""Writes docs/screenshots/*.png, the pictures of the README and of the guides, from the demonstration.

    make screenshots        # or .venv/bin/python scripts/screenshots.py

A test takes them, in a real Chromium: the same test runs without writing anything in `make test`.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEST = "tests/journeys/test_screenshots.py"

if __name__ == "__main__":
    sys.exit(
        subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", TEST],
            cwd=ROOT,
            env={**os.environ, "MARCHEPIED_SCREENSHOTS": "1"},
            check=False,
        ).returncode
    )
