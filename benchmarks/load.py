"""Load on a real server: forms sent per second beside a bare Django page, and 500 people in one minute.

Both servers are gunicorn with the same workers and threads, on the same database engine, in the same run,
measured in turn. The client is one process of this machine, so it takes its share of the two cores from both.
"""

import asyncio
import contextlib
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

WORKERS, THREADS = 2, 4
CONNECTIONS = 8
TURNS = 3
PATIENCE = 90
BARE = Path(__file__).with_name("bare_page.py")


@dataclass
class Tally:
    """Milliseconds of each request that succeeded, and how many did not."""

    latencies: list[float] = field(default_factory=list)
    errors: int = 0

    def percentiles(self) -> dict[str, float]:
        """Median, p95, p99 and worst, in milliseconds."""
        ranked = sorted(self.latencies)
        if not ranked:
            return {}
        at = {"p50": 0.5, "p95": 0.95, "p99": 0.99, "worst": 1.0}
        return {
            name: round(ranked[min(len(ranked) - 1, int(share * len(ranked)))], 1)
            for name, share in at.items()
        }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(command: list[str], port: int, path: str, **variables: str) -> Iterator[int]:
    """A server that answers at `path`; stopped with its children at the end. Yields its process id."""
    process = subprocess.Popen(
        command, env={**os.environ, **variables}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers(f"http://127.0.0.1:{port}{path}"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start")
            time.sleep(0.2)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def own_server(port: int, data: str) -> Any:
    command = [sys.executable, "-m", "marchepied.cli", "serve", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS)]
    variables = {"MARCHEPIED_ALLOWED_HOSTS": "127.0.0.1", "MARCHEPIED_DATA_DIR": data}
    return serving(command, port, "/connexion/", **variables)


def bare_server(port: int, data: str, kind: str) -> Any:
    command = [sys.executable, "-m", "gunicorn", "--chdir", str(BARE.parent), "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"]
    command += ["--no-control-socket", "--log-level", "error", "bare_page:application"]
    return serving(command, port, "/", BARE_DATA=data, BARE_KIND=kind, DJANGO_SETTINGS_MODULE="")


async def request(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, method: str, path: str, body: bytes
) -> tuple[int, bytes]:
    """One HTTP/1.1 request on an open connection; its status and body."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
    if body:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    writer.write(head.encode() + b"\r\n" + body)
    await writer.drain()
    status = int((await reader.readline()).split()[1])
    length, chunked = 0, False
    while (line := await reader.readline()) not in (b"\r\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        if name.lower() == "content-length":
            length = int(value)
        chunked |= name.lower() == "transfer-encoding" and "chunked" in value
    if not chunked:
        return status, await reader.readexactly(length)
    content = b""
    while size := int(await reader.readline(), 16):
        content += (await reader.readexactly(size + 2))[:-2]
    await reader.readline()
    return status, content


async def send_steadily(port: int, paths: list[str], body: Callable[[], bytes], seconds: float) -> Tally:
    """As many requests as CONNECTIONS connections can send one after the other for so long."""
    tally, until = Tally(), time.monotonic() + seconds

    async def one(path: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < until:
            started = time.perf_counter()
            try:
                status, _content = await request(reader, writer, "POST", path, body())
            except (OSError, IndexError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                tally.errors += 1
                continue
            if status == 200:
                tally.latencies.append((time.perf_counter() - started) * 1000)
            else:
                tally.errors += 1
        writer.close()

    await asyncio.gather(*(one(paths[place % len(paths)]) for place in range(CONNECTIONS)))
    return tally


async def let_people_in(
    port: int, paths: list[str], body: Callable[[], bytes], people: int, seconds: float, seed: int
) -> tuple[Tally, Tally]:
    """People who come at random moments, open the form and send it, each on a connection of their own."""
    opened, sent = Tally(), Tally()
    rng = random.Random(seed)

    async def step(tally: Tally, *call: Any) -> None:
        started = time.perf_counter()
        try:
            status, _content = await request(*call)
        except (OSError, IndexError, asyncio.IncompleteReadError):
            status = 0
        if status == 200:
            tally.latencies.append((time.perf_counter() - started) * 1000)
        else:
            tally.errors += 1

    async def person(path: str, after: float) -> None:
        await asyncio.sleep(after)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await step(opened, reader, writer, "GET", path, b"")
        await step(sent, reader, writer, "POST", path, body())
        writer.close()

    await asyncio.gather(
        *(person(paths[place % len(paths)], rng.uniform(0, seconds)) for place in range(people))
    )
    return opened, sent


def memory_of(pid: int) -> float:
    """Megabytes held by a process and its descendants, shared pages counted once (PSS)."""
    total = 0
    waiting = [pid]
    while waiting:
        current = waiting.pop()
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(current)], capture_output=True, text=True, check=False
        )
        waiting += [int(child) for child in listed.stdout.split()]
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{current}/smaps_rollup").read_text()
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return round(total / 1024, 1)


def compare(
    paths: list[str], fields: dict[str, str], data: str, *, seconds: float, seed: int, people: int
) -> dict[str, Any]:
    """Forms per second of ours and of the bare page, in turn; then people in one minute; then memory."""

    def form() -> bytes:
        return urlencode({**fields, "envoi": f"{random.getrandbits(96):x}"}).encode()

    def row() -> bytes:
        return urlencode({"text": f"{random.getrandbits(96):x}"}).encode()

    own_port, least_port, usual_port = free_port(), free_port(), free_port()
    turns = (
        ("least", least_port, ["/"], row),
        ("usual", usual_port, ["/"], row),
        ("ours", own_port, paths, form),
    )
    rates: dict[str, list[float]] = {name: [] for name, *_rest in turns}
    errors = 0
    with (
        own_server(own_port, data) as pid,
        bare_server(least_port, data, "least"),
        bare_server(usual_port, data, "usual"),
    ):
        time.sleep(2)
        idle = memory_of(pid)
        for _ in range(TURNS):
            for name, port, where, body in turns:
                tally = asyncio.run(send_steadily(port, where, body, seconds))
                rates[name].append(len(tally.latencies) / seconds)
                errors += tally.errors
        opened, sent = asyncio.run(let_people_in(own_port, paths, form, people, 60, seed))
        loaded = memory_of(pid)
    ours, least, usual = (statistics.median(rates[name]) for name in ("ours", "least", "usual"))
    return {
        "workers": WORKERS,
        "threads": THREADS,
        "answers_per_form": sum(key.startswith("q") for key in fields),
        "forms_per_second": round(ours, 1),
        "answers_per_second": round(ours * sum(key.startswith("q") for key in fields), 1),
        "bare_least_per_second": round(least, 1),
        "bare_usual_per_second": round(usual, 1),
        "ratio_to_least": round(ours / least, 3),
        "ratio_to_usual": round(ours / usual, 3),
        "errors_steady": errors,
        "people_in_a_minute": {
            "people": people,
            "errors": opened.errors + sent.errors,
            "open_ms": opened.percentiles(),
            "send_ms": sent.percentiles(),
        },
        "memory_megabytes": {"idle": idle, "after": loaded},
    }
