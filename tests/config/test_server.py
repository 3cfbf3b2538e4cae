"""`marchepied run --demo`: the three links it prints work, a mail goes through, and it stops when told."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

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


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("run")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("MARCHEPIED_", "DJANGO_", "DATABASE_URL"))
    }
    output = folder / "output"
    with output.open("w") as stream:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "marchepied.cli", "run", "--demo", "--port", str(port)],
            env={**kept, "MARCHEPIED_DATA_DIR": str(folder / "data")},
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
        # Told to stop, it leaves nobody behind.
        assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []
    finally:
        process.kill()
        process.wait()


def children_of(pid: int) -> list[str]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True
    )
    return listed.stdout.split()


def fetch(url: str) -> tuple[int, str, str]:
    """Status, last address and text of a page, with cookies kept from one redirect to the next."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(url, timeout=30) as response:
        return response.status, response.url, response.read().decode()


def test_the_links_it_prints_work(running, plain):
    links = re.findall(r"http://127\.0\.0\.1:\d+/\S*", running.read())
    home, pilot, participant = (fetch(link) for link in links)
    assert (home[0], pilot[0], participant[0]) == (200, 200, 200)
    assert "Se connecter" in home[2]
    assert pilot[1] == f"{running.base}/mes-espaces/"
    assert "L’Établi des Saules" in pilot[2]
    assert "Commencer" in participant[2]


def test_the_demonstration_link_opens_from_this_machine_only(running):
    link = re.search(r"http://\S+/demo/pilote/\S+", running.read()).group()
    request = urllib.request.Request(link, headers={"X-Forwarded-For": "203.0.113.9"})
    with pytest.raises(urllib.error.HTTPError, match="404") as refusal:
        urllib.request.urlopen(request, timeout=30)
    refusal.value.close()


def test_a_mail_leaves_through_the_task_worker(running):
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(f"{running.base}/connexion/", timeout=30) as response:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', response.read().decode()).group(1)
    data = f"csrfmiddlewaretoken={token}&email=claire%40exemple.fr".encode()
    opener.open(f"{running.base}/connexion/", data=data, timeout=30).close()
    assert "To: claire@exemple.fr" in running.wait_for("To: claire@exemple.fr")
