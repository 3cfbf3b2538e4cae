"""`marchepied run --demo`: the three links it prints work, a mail goes through, and it stops when told."""

import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.config.running import Running, serve


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Running]:
    command = [sys.executable, "-m", "marchepied.cli", "run", "--demo"]
    with serve(command, tmp_path_factory.mktemp("run")) as server:
        yield server


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
