"""A server started as an operator would, and what it prints."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120
ENDED = 10


@dataclass
class Running:
    process: subprocess.Popen
    output: Path
    base: str

    def read(self) -> str:
        return self.output.read_text()

    def wait_for(self, words: str) -> str:
        deadline = time.monotonic() + PATIENCE
        while words not in (text := self.read()):
            assert self.process.poll() is None, text
            assert time.monotonic() < deadline, text
            time.sleep(0.1)
        return text


def bare_environment(**variables: str) -> dict[str, str]:
    """The machine's environment without the settings of Marchepied and Django."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("MARCHEPIED_", "DJANGO_", "DATABASE_URL"))
    }
    return {**kept, **variables}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(command: Sequence[str], folder: Path) -> Iterator[Running]:
    """The server of this command, ready, its data in the folder; told to stop, it leaves nobody behind."""
    port = free_port()
    output = folder / "output"
    with output.open("w") as stream:
        process = subprocess.Popen(
            [*command, "--port", str(port)],
            env=bare_environment(MARCHEPIED_DATA_DIR=str(folder / "data"), PYTHONUNBUFFERED="1"),
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    server = Running(process, output, f"http://127.0.0.1:{port}")
    try:
        server.wait_for("Ctrl+C")
        yield server
        children = children_of(process.pid)
        assert len(children) >= 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(ENDED) == 0
        assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
    finally:
        process.kill()
        process.wait()


def children_of(pid: int) -> list[str]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True
    )
    return listed.stdout.split()
