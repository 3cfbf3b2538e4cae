"""Two hundred phones in a room: polling every three seconds, voting within ten. JSON out.

    python benchmarks/bench_room.py [phones]

Our own server (2 gunicorn workers of 4 threads) on a new SQLite database, one process of this machine playing
every phone and the facilitator, each request on a connection of its own. The seed is fixed: moments and
answers are the same from one run to the next, durations are not.
"""

import asyncio
import json
import os
import platform
import random
import re
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
DATA = tempfile.mkdtemp(prefix="marchepied-bench-room-")
os.environ["DJANGO_SETTINGS_MODULE"] = "marchepied.config.settings"
os.environ["MARCHEPIED_DATA_DIR"] = DATA
os.environ["MARCHEPIED_SECRET_KEY"] = "a secret of the measures only, read by nobody else"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from tests.factories.crossed import closed_cycle, five_groups  # noqa: E402

from load import THREADS, WORKERS, Tally, free_port, own_server  # noqa: E402
from marchepied.apps.diagnosis.selectors.workshop import follow_code  # noqa: E402
from marchepied.apps.diagnosis.services.releases import make_release  # noqa: E402
from marchepied.apps.diagnosis.services.room import close_turn, move_room  # noqa: E402
from marchepied.apps.diagnosis.services.workshop import open_following  # noqa: E402
from marchepied.core.scope import scope  # noqa: E402

SEED = 20261123
BEAT = 3.0
ARRIVE, READ, VOTE, AFTER = 6.0, 10.0, 10.0, 12.0
CHOICES = ("1", "2", "3", "4", "5", "none")


@dataclass
class Room:
    """What the phones did, request by request."""

    port: int
    path: str
    rng: random.Random
    pulses: Tally = field(default_factory=Tally)
    pages: Tally = field(default_factory=Tally)
    votes: Tally = field(default_factory=Tally)
    unchanged: int = 0
    late: int = 0
    over: bool = False


async def ask(room: Room, tally: Tally, path: str, headers: dict[str, str], body: bytes = b"") -> Any:
    """One request; (status, headers, text), its time in the tally. Status 0 when it failed."""
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    started = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", room.port)
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        answer = await reader.read()
        writer.close()
        head, _, content = answer.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
    except (OSError, IndexError, ValueError):
        tally.errors += 1
        return 0, {}, ""
    if status in {200, 302, 304}:
        tally.latencies.append((time.perf_counter() - started) * 1000)
    else:
        tally.errors += 1
    found = dict(line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:] if ": " in line)
    return status, found, content.decode(errors="replace")


async def follow(room: Room) -> None:
    """One phone: reads the page, asks whether it changed, votes once when a turn is open."""
    await asyncio.sleep(room.rng.uniform(0, ARRIVE))
    etag, cookie, turn = "", "", ""
    _status, _headers, page = await ask(room, room.pages, room.path, {})
    while not room.over:
        await asyncio.sleep(BEAT * room.rng.uniform(0.8, 1.2))
        status, headers, _text = await ask(room, room.pulses, f"{room.path}pouls/", {"If-None-Match": etag})
        if status == 304:
            room.unchanged += 1
            continue
        etag = headers.get("ETag", "")
        _status, _headers, page = await ask(room, room.pages, room.path, {"Cookie": cookie})
        fields = dict(re.findall(r'name="(tour|numero)" value="([^"]+)"', page))
        if fields and fields["tour"] != turn:
            turn = fields["tour"]
            await asyncio.sleep(room.rng.uniform(0, VOTE - BEAT))
            cookie = await vote(room, fields)


async def vote(room: Room, fields: dict[str, str]) -> str:
    """Raise a hand, then read the page that says it is counted; the cookie that came with it."""
    body = urlencode({**fields, "niveau": room.rng.choice(CHOICES)}).encode()
    _status, headers, _text = await ask(room, room.votes, f"{room.path}main/", {}, body)
    room.late += "trop-tard" in headers.get("Location", "")
    cookie = headers.get("Set-Cookie", "").split(";")[0]
    await ask(room, room.pages, room.path, {"Cookie": cookie})
    return cookie


async def lead(room: Room, cycle: Any) -> dict[str, Any]:
    """The facilitator: a first turn, a discussion, a second turn; how many hands were counted in each."""
    counted = {}
    for number, phase in ((1, "first"), (2, "second")):
        await asyncio.sleep(READ)
        await asyncio.to_thread(gesture, cycle, move_room, phase=phase)
        await asyncio.sleep(VOTE + AFTER / 2)
        show = await asyncio.to_thread(gesture, cycle, close_turn, turn=number)
        counted[f"turn_{number}"] = show.raised
    await asyncio.sleep(AFTER / 2)
    room.over = True
    return counted


def gesture(cycle: Any, service: Any, **fields: Any) -> Any:
    with scope(cycle.organisation):
        return service(cycle=cycle, question_id=cycle.question_ids[0], by=None, **fields)


async def meet(room: Room, cycle: Any, phones: int) -> dict[str, Any]:
    results = await asyncio.gather(lead(room, cycle), *(follow(room) for _phone in range(phones)))
    return results[0]


def main() -> None:
    phones = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    cycle = closed_cycle(questions=13)
    five_groups(cycle)
    with scope(cycle.organisation):
        make_release(cycle=cycle, by=None)
        code = follow_code(open_following(cycle=cycle, by=None))
        move_room(cycle=cycle, question_id=cycle.question_ids[0], phase="read", by=None)
    port = free_port()
    with own_server(port, DATA):
        time.sleep(2)
        room = Room(port, f"/suivre/{code}/", random.Random(SEED))
        started = time.monotonic()
        counted = asyncio.run(meet(room, cycle, phones))
        lasted = time.monotonic() - started
    about = {"python": platform.python_version(), "cores": os.cpu_count(), "seed": SEED}
    about |= {"workers": WORKERS, "threads": THREADS, "database": "sqlite"}
    tallies = {"pulse": room.pulses, "page": room.pages, "vote": room.votes}
    results: dict[str, Any] = {
        name: {"requests": len(tally.latencies), "errors": tally.errors, "ms": tally.percentiles()}
        for name, tally in tallies.items()
    }
    results |= {"phones": phones, "seconds": round(lasted, 1), "counted": counted, "late": room.late}
    results["pulses_unchanged"] = room.unchanged
    print(json.dumps({"about": about, "results": results}, indent=1))


if __name__ == "__main__":
    main()
