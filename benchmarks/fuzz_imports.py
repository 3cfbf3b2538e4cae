"""Damaged files through the door of guides, page after page: chosen, looked at, confirmed. JSON out.

    python benchmarks/fuzz_imports.py [--count 10000] [--seed 20261128]

Each file is a guide, a workbook, a form or a file of others, damaged as in
tests/engines/referential/exchange/test_mutations.py. For each: no error page, nothing that runs in
a page, no draft unless the whole was valid, no file left aside but that of the page that is open. Runs on a
new SQLite database in a temporary folder.
"""

import argparse
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "marchepied.config.settings"
os.environ["MARCHEPIED_DATA_DIR"] = tempfile.mkdtemp(prefix="marchepied-fuzz-")
os.environ["MARCHEPIED_ALLOWED_HOSTS"] = "testserver"
os.environ["MARCHEPIED_SECRET_KEY"] = "a secret of the measures only, read by nobody else"

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from tests.engines.referential.exchange.test_mutations import (  # noqa: E402
    damage_text,
    damage_workbook,
    seeds,
)
from tests.factories.organisations import MembershipFactory  # noqa: E402

from marchepied.apps.organisations.enums import Role  # noqa: E402
from marchepied.apps.referentials.models import Draft, PendingReferential  # noqa: E402
from marchepied.apps.referentials.services import load_shipped_referentials  # noqa: E402
from marchepied.core.scope import scope  # noqa: E402
from marchepied.engines.referential import validate  # noqa: E402
from marchepied.engines.referential.exchange import FileRefusedError, understand  # noqa: E402

SLOW = 5.0
# What a page of ours never holds: a script without an address, a handler, a link that runs.
RUNS = re.compile(
    r"<script(?![^>]*\bsrc=)|<[^>]+\son\w+\s*=|(?:href|src)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE
)


class Door:
    """The pages of an import, opened by one pilot, and what was wrong with any answer."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        load_shipped_referentials()
        member = MembershipFactory(role=Role.PILOT)
        self.space = member.organisation
        # A server error comes back as a page of ours, to be counted, rather than stopping the run.
        self.client = Client(raise_request_exception=False)
        self.client.force_login(member.person)
        self.outcomes: Counter[str] = Counter()
        self.faults: list[str] = []
        self.slowest = 0.0

    def look(self, response: Any, turn: int, page: str) -> None:
        """A fault for an answer that is neither a page nor a way on, or that holds what could run."""
        if response.status_code not in (200, 302):
            self.faults.append(f"{turn}: {page} answers {response.status_code}")
        elif response.status_code == 200 and RUNS.search(response.content.decode()):
            self.faults.append(f"{turn}: {page} holds something that runs")

    def push(self, turn: int, name: str, data: bytes) -> None:
        """One file through the three pages."""
        started = time.process_time()
        drafts = self.count(Draft)
        uploaded = SimpleUploadedFile(name, data)
        first = self.client.post(self.at("import"), {"file": uploaded})
        self.look(first, turn, "the choice")
        if first.status_code != 302:
            self.end(turn, "refused at once", drafts, 0, started)
            return
        checked = self.client.get(first["Location"])
        self.look(checked, turn, "the check")
        confirmed = self.client.post(first["Location"], {"vers": "nouveau"})
        self.look(confirmed, turn, "the confirmation")
        whole = is_valid(data, name)
        written = self.count(Draft) - drafts
        if written and not whole:
            self.faults.append(f"{turn}: a draft of a file that is not valid")
        self.end(turn, "written" if written else "refused at the check", drafts, int(written), started)

    def end(self, turn: int, outcome: str, drafts: int, written: int, started: float) -> None:
        if self.count(Draft) != drafts + written or written > 1:
            self.faults.append(f"{turn}: {self.count(Draft) - drafts} drafts for « {outcome} »")
        if self.count(PendingReferential) > 1:
            self.faults.append(f"{turn}: files left aside")
        spent = time.process_time() - started
        self.slowest = max(self.slowest, spent)
        if spent > SLOW:
            self.faults.append(f"{turn}: {spent:.1f} s of processor")
        self.outcomes[outcome] += 1

    def count(self, model: Any) -> int:
        with scope(self.space):
            return int(model.objects.count())

    def clear(self) -> None:
        """The list of drafts stays that of an ordinary space: it is not what is tried."""
        with scope(self.space):
            Draft.objects.all().delete()

    def at(self, name: str) -> str:
        return reverse(f"referentials:{name}", args=[self.space.slug])


def is_valid(data: bytes, name: str) -> bool:
    try:
        return not validate(understand(data, name).data)
    except FileRefusedError:
        return False


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--count", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=20_261_128)
    given = asked.parse_args()
    rng, files, door, started = random.Random(given.seed), seeds(), Door(), time.perf_counter()
    for turn in range(given.count):
        name, data = files[8 + turn // 8 % 2] if turn % 8 == 0 else files[rng.randrange(8)]
        damage = damage_workbook if name.endswith("xlsx") else damage_text
        door.push(turn, name, damage(data, rng))
        if turn % 20 == 19:
            door.clear()
    told = {
        "files": given.count,
        "seed": given.seed,
        "outcomes": dict(door.outcomes),
        "faults": door.faults[:40],
        "n_faults": len(door.faults),
        "slowest_cpu_s": round(door.slowest, 2),
        "seconds": round(time.perf_counter() - started, 1),
    }
    print(json.dumps(told, ensure_ascii=False, indent=2))
    raise SystemExit(1 if door.faults else 0)


if __name__ == "__main__":
    main()
