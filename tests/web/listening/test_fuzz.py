"""Hostile sendings on every public form: no crash, no script, nothing half written.

`MARCHEPIED_FUZZ=10000 pytest tests/web/listening/test_fuzz.py` (scripts/fuzz.sh) sends more.
"""

import logging
import os
import random
import re
from typing import Any

import pytest
from django.test import Client
from lxml import html

from marchepied.apps.listening.models import (
    Complaint,
    ComplaintMessage,
    ComplaintPerson,
    Idea,
    IdeaSupport,
    IdeaWord,
)
from marchepied.apps.listening.selectors.registers import code_of
from marchepied.apps.listening.selectors.tracking import code_of_complaint, code_of_idea
from marchepied.web.participation import attempts
from tests.factories.hostile import HOSTILE, LONG
from tests.factories.listening import complain, envelope, propose

NUMBER = int(os.environ.get("MARCHEPIED_FUZZ", "2000"))
MORE = (
    "", " ", "\x00", "%00", "\ud800", "é" * 300, "💥" * 200, "{{ 7*7 }}", "{% debug %}", "' OR 1=1 --",
    "../../etc/passwd", "<svg onload=alert(1)>", '" autofocus onfocus=alert(1) x="',
    "http://a http://b http://c", "0", "-1", "1e309", "9" * 400, "[]", "null",
    "\r\n\r\nSet-Cookie: a=b", "١٢٣", "on", "epci", "commune", "68066", "théâtre\u0301",
)  # fmt: skip
NAMES = (
    "what", "when_where", "wanted", "name", "contact", "title", "text", "commune", "commune_code",
    "commune_picked", "reach", "theme_id", "signed", "code", "gesture", "lu", "vues", "moment", "envoi",
    "site", "csrfmiddlewaretoken",
)  # fmt: skip
QUERIES = ("lieu", "theme", "etat", "q", "langue", "envoi", "recu")


@pytest.fixture(autouse=True)
def no_brake(monkeypatch):
    """The brakes would stop the attack at once, and prove nothing of the forms behind."""
    monkeypatch.setattr(attempts, "WRONG_CODES", 10**9)
    logging.disable(logging.ERROR)  # refusals are expected, thousands of them
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def open_taps(settings):
    names = ("listen_by_link", "reply_by_code", "support_by_link")
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, **dict.fromkeys(names, "100000/h/ip")}


def draw(rng: random.Random) -> str:
    """A hostile text: one of the known, a mix, or noise."""
    kind = rng.randrange(10)
    if kind < 6:
        return rng.choice(HOSTILE + MORE)
    if kind == 6:
        return LONG if rng.randrange(8) == 0 else rng.choice(HOSTILE) * 3
    if kind == 7:
        return "".join(chr(rng.choice((rng.randrange(32, 127), rng.randrange(0x10FFFF)))) for _ in range(30))
    return rng.choice(HOSTILE) + "\n" + rng.choice(MORE)


def draw_data(rng: random.Random) -> dict[str, Any]:
    """Fields of a form, some missing, some twice, most with an honest envelope so that they get through."""
    data: dict[str, Any] = {name: draw(rng) for name in NAMES if rng.randrange(3) == 0}
    if rng.randrange(5):
        data |= envelope(nonce=draw(rng)[:64])
    if rng.randrange(2):  # whoever was shown the numbers, or the ideas that look alike, and goes on
        data |= {
            "lu": "1",
            "vues": "1",
            "title": draw(rng)[:120],
            "reach": "commune",
            "theme_id": "",
            "commune": "",
        }
    if rng.randrange(4) == 0:
        data["what"] = data["title"] = [draw(rng), draw(rng)]
    return {name: clean(value) for name, value in data.items()}


def clean(value: Any) -> Any:
    """What a browser can put on the wire: lone halves of a character become bytes that are not UTF-8."""
    if isinstance(value, list):
        return [clean(one) for one in value]
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def rows() -> dict[str, int]:
    models = (Complaint, ComplaintPerson, ComplaintMessage, Idea, IdeaWord, IdeaSupport)
    return {model.__name__: model.objects.count() for model in models}


def test_hostile_sendings_break_nothing(house, complaints, ideas):
    rng = random.Random(20261128)
    shown = propose(ideas, "Un banc à l’ombre")
    codes = (
        code_of(complaints),
        code_of(ideas),
        code_of_complaint(complain(complaints)),
        code_of_idea(shown),
    )
    told, box, first, second = codes
    urls = (
        f"/dire/{told}/", f"/idees/{box}/", f"/idees/{box}/proposer/", f"/idees/{box}/1/", f"/suivi/{first}/",
        f"/suivi/{second}/", "/suivi/",
    )  # fmt: skip
    client, faults, statuses, after = Client(raise_request_exception=True), [], set(), rows()
    for _sending in range(NUMBER):
        url, before, posts = rng.choice(urls), after, rng.randrange(4) > 0
        if posts:
            response = client.post(url, draw_data(rng))
        else:
            response = client.get(url, {name: clean(draw(rng))[:300] for name in QUERIES if rng.randrange(2)})
        after = rows()
        statuses.add(response.status_code)
        faults += judge(url, response, before, after, posts)
    assert faults[:10] == []
    assert statuses <= {200, 302, 404, 405, 422, 429}
    # Enough got through to prove something; the same text is refused twice, so this grows no further.
    enough = min(NUMBER // 50, 40)
    assert (Complaint.objects.count() > enough, Idea.objects.count() > enough) == (True, True)


def judge(url: str, response: Any, before: dict[str, int], after: dict[str, int], posts: bool) -> list[str]:
    """A crash, a script, a header added, a row written by a page merely opened, or half of what was sent."""
    faults = [f"{url} {name}" for name in response.headers if name.lower() in {"a", "set-cookie: a"}]
    made = {name: after[name] - before[name] for name in after}
    taken = response.status_code == 302
    if not taken and any(made.values()):
        faults.append(f"{url} {response.status_code} wrote {made}")
    if not posts and any(made.values()):
        faults.append(f"{url} a page wrote {made}")
    if made["ComplaintPerson"] and not made["Complaint"]:
        faults.append(f"{url} half written {made}")
    if response.content and response["Content-Type"].startswith("text/html"):
        faults += [f"{url} {fault}" for fault in find_live(response.content.decode())]
    return faults


def find_live(page: str) -> list[str]:
    """What a browser would run or show wrongly: what was typed must come back as text."""
    faults = re.findall(r"⟦undefined: [^⟧]*⟧", page)
    for element in html.fromstring(page.encode()).iter():
        if not isinstance(element.tag, str):
            continue
        faults += [f"{element.tag} {name}" for name in element.attrib if name.lower().startswith("on")]
        if element.tag == "script" and not element.get("src", "").startswith("/static/"):
            faults.append("a script")
        if element.tag in {"iframe", "object", "embed", "base", "meta"} and element.get("http-equiv"):
            faults.append(element.tag)
        addresses = (element.get("href", ""), element.get("src", ""), element.get("action", ""))
        faults += [one for one in addresses if one.strip().lower().startswith(("javascript:", "data:text"))]
    return faults
