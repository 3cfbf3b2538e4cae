"""What somebody who means harm sends to a public page, drawn at random, and how each answer is judged."""

import json
import random
import re
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from lxml import html

from marchepied.apps.listening.models import (
    Complaint,
    ComplaintMessage,
    ComplaintPerson,
    Idea,
    IdeaSupport,
    IdeaWord,
)
from marchepied.apps.participation.models import Answer, Comment, RoundCollege
from marchepied.core.boxes import public_key_of, seal_box
from marchepied.core.models import Trace
from tests.factories.hostile import HOSTILE, LONG
from tests.factories.listening import envelope

MORE = (
    "", " ", "\x00", "%00", "\ud800", "é" * 300, "💥" * 200, "{{ 7*7 }}", "{% debug %}", "' OR 1=1 --",
    "../../etc/passwd", "<svg onload=alert(1)>", '" autofocus onfocus=alert(1) x="', "\x1b[2J\x07\x08",
    "http://a http://b http://c", "0", "1", "2", "sp", "-1", "1e309", "9" * 400, "[]", "null", "NaN",
    "\r\n\r\nSet-Cookie: a=b", "١٢٣", "on", "epci", "commune", "68066", "théâtre\u0301", "2026-13-45",
    "\u202eenvers\u202c", "\u2066\u2067\u2068", "مرحبا שלום", "\u200b\u200d\ufeff", "a\u0300" * 400, "1,5",
)  # fmt: skip
NAMES = (
    "what", "when_where", "wanted", "name", "contact", "title", "text", "commune", "commune_code",
    "commune_picked", "reach", "theme_id", "signed", "code", "gesture", "lu", "vues", "moment", "envoi",
    "site", "csrfmiddlewaretoken", "kind", "page", "vers", "deja", "q1", "q2", "c1",
)  # fmt: skip
QUERIES = ("lieu", "theme", "etat", "q", "langue", "envoi", "recu", "autre", "borne")
CARRIED = ("", "{", "[]", '{"q1": 4}', '{"q8": "' + "a" * 3000 + '"}', "[" * 900, '{"q1": "\\ud800"}')
TYPES = (
    "application/json", "text/xml", "text/plain", "multipart/form-data", "application/octet-stream", "",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=\x00é",
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-16",
    "application/json; charset=nowhere", "a" * 500,
)  # fmt: skip
BOMBS: tuple[bytes, ...] = (
    b"", b"[" * 100_000, b'{"entries":' * 5_000, b"\xff\xfe\x00", b'{"entries": NaN}', b"9" * 6_000,
    b'{"entries": [{"number": 1e400, "box": {}}]}',
    b'{"entries": [{"number": ' + b"9" * 5_000 + b', "box": {}}]}',
    b'{"entries": [{"number": 1, "box": {"point": 3, "nonce": [], "text": {}}}]}', b"&" * 3_000,
    b"a=1&" * 2_000,
    b'{"entries": [' + b"0," * 500_000 + b"0]}", b'{"entries": [], "entries": [[]]}', b"0" * 2_100_000,
    b'<!DOCTYPE a [<!ENTITY b "&b;&b;">]><a>&b;</a>', b"--x\r\nContent-Disposition: form-data\r\n\r\n",
)  # fmt: skip
METHODS = ("put", "patch", "delete", "options", "head", "trace")
MODELS = (Complaint, ComplaintPerson, ComplaintMessage, Idea, IdeaWord, IdeaSupport, Answer, Comment, Trace)
TEXTS = {
    Complaint: ("what", "when_where", "wanted"), ComplaintPerson: ("name", "contact"),
    Idea: ("title", "text", "signed"),
    ComplaintMessage: ("text",), IdeaWord: ("text",), Comment: ("text",),
}  # fmt: skip


@dataclass(frozen=True)
class Sending:
    """What is sent to a page: a method, an address, what it carries, how many contributions it may hold."""

    url: str
    method: str
    arguments: dict[str, Any]
    most: int = 1

    @property
    def may_write(self) -> bool:
        return self.method in ("post", "generic")

    def __str__(self) -> str:
        return f"{self.method} {self.url} {str(self.arguments)[:300]!r}"


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


def clean(value: Any) -> Any:
    """What a browser can put on the wire: lone halves of a character become bytes that are not UTF-8."""
    if isinstance(value, list):
        return [clean(one) for one in value]
    if not isinstance(value, str):
        return value
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def draw_fields(rng: random.Random, names: tuple[str, ...]) -> dict[str, Any]:
    """Fields of a form, some missing, some twice, most with an honest envelope so that they get through."""
    data: dict[str, Any] = {name: draw(rng) for name in NAMES + names if rng.randrange(3) == 0}
    if rng.randrange(5):
        data |= envelope(nonce=rng.choice((draw(rng)[:64], f"{rng.random()}")))
    if rng.randrange(2):  # whoever was shown the numbers, or the ideas that look alike, and goes on
        data |= {"lu": "1", "vues": "1", "title": draw(rng)[:120], "reach": "commune", "theme_id": ""}
        data |= {"commune": "", "kind": rng.choice(("answers", "idea", "complaint")), "vers": "", "deja": ""}
    if rng.randrange(4) == 0:
        data["what"] = data["title"] = [draw(rng), draw(rng)]
    if rng.randrange(4) == 0:
        data |= {"page": rng.choice("0129x"), "vers": rng.choice(("", "suite", "retour", "ailleurs"))}
        data["deja"] = rng.choice(CARRIED)
    if names and rng.randrange(3) == 0:  # a sheet that may be taken, with what is hostile where one writes
        data = {name: rng.choice(("1", "2", draw(rng))) for name in names if rng.randrange(4) == 0}
        data |= {"kind": "answers", "envoi": f"{rng.random()}", "page": rng.choice("12")}
    if rng.randrange(20) == 0:
        data[rng.choice(NAMES)] = SimpleUploadedFile('a"\r\n.exe', b"MZ\x00" * 200)
    return {name: clean(value) for name, value in data.items()}


def draw_batch(rng: random.Random, code: str, names: tuple[str, ...]) -> tuple[bytes, int]:
    """What the telephone of a relay would send, with boxes that open or not; and how many it holds."""
    entries = [_draw_entry(rng, code, names) for _entry in range(rng.choice((0, 1, 2, 3, 3, 61)))]
    sent = {rng.choice(("entries", "entries", "entries", "autre")): entries}
    return json.dumps(sent).encode(), len(entries)


def _draw_entry(rng: random.Random, code: str, names: tuple[str, ...]) -> Any:
    if rng.randrange(8) == 0:
        return rng.choice((None, 3, "x", [], {"number": True}, {"number": 0, "box": {}}, {"box": draw(rng)}))
    names = tuple(name for name in NAMES + names if rng.randrange(3))
    fields: Any = {name: rng.choice((draw(rng), draw(rng), 3, None, [])) for name in names}
    if rng.randrange(9) == 0:
        fields = rng.choice((None, [], "x", 3))
    kind = rng.choice(("answers", "idea", "complaint", "complaint", draw(rng), None, {}, 3))
    nonce = rng.choice(("n1", draw(rng), f"{rng.random()}", 7, []))
    sheet = json.dumps({"kind": kind, "nonce": nonce, "fields": fields})
    words = rng.choice((sheet, sheet, sheet, "[" * 50_000, clean(draw(rng)), "null"))
    box: Any = seal_box(words, public_key_of(code), rng.randbytes(12))
    if rng.randrange(8) == 0:
        box[rng.choice(("point", "nonce", "text"))] = rng.choice((draw(rng), 3, None, "AAAA", ""))
    return {"number": rng.choice((1, 2, 3, 999_999, 10**9, -1)) if rng.randrange(3) == 0 else 1, "box": box}


def draw_sending(rng: random.Random, doors: dict[str, tuple[str, ...]], relay: str) -> Sending:
    """Something sent to one of the doors {address: names of its own fields}; `relay` is the code of one."""
    url = rng.choice(list(doors))
    kind = rng.randrange(20)
    if kind < 4:
        asked = {name: clean(draw(rng))[:300] for name in QUERIES if rng.randrange(2)}
        return Sending(url, "get", {"query_params": asked})
    if kind == 4:
        return Sending(url, rng.choice(METHODS), {})
    if kind < 8:
        body = rng.choice((rng.choice(BOMBS), clean(draw(rng)).encode()))
        return Sending(url, "generic", {"method": "POST", "data": body, "content_type": rng.choice(TYPES)})
    if relay in url and kind < 14:
        data, most = draw_batch(rng, relay, doors[url])
        carried = {"method": "POST", "data": data, "content_type": "application/json"}
        return Sending(url, "generic", carried, most)
    return Sending(url, "post", {"data": draw_fields(rng, doors[url])})


def count_rows() -> dict[str, int]:
    """How many rows there are of all that these pages may write, and how many sheets were counted."""
    sheets = RoundCollege.objects.aggregate(sheets=Sum("answered_count"))["sheets"] or 0
    return {model.__name__: model.objects.count() for model in MODELS} | {"sheets": sheets}


def judge(sending: Sending, response: Any, made: dict[str, int], relay: str) -> list[str]:
    """A crash, a script, a header added, a row written by a page merely opened, or half of what was sent."""
    faults = [f"header {name}" for name in response.headers if name.lower() in {"a", "set-cookie: a"}]
    if response.status_code not in {200, 302, 400, 404, 405, 410, 413, 422, 429}:
        faults.append(f"status {response.status_code}")
    wrote = any(made.values())
    if wrote and (not sending.may_write or response.status_code >= 400):
        faults.append(f"{response.status_code} wrote {made}")
    whole = made["Complaint"] + made["Idea"] + made["sheets"]
    said = made["ComplaintMessage"] + made["IdeaWord"] + abs(made["IdeaSupport"])
    words = made["Answer"] + made["Comment"]
    if (
        whole + said > sending.most
        or min(value for name, value in made.items() if name != "IdeaSupport") < 0
        or made["ComplaintPerson"] > made["Complaint"]
        or made["Trace"] != (made["Complaint"] + made["Idea"] if relay in sending.url else 0)
        or (words < made["sheets"] or (words > 0 and made["sheets"] == 0))
    ):
        faults.append(f"half written {made}")
    if response.content and response["Content-Type"].startswith("text/html"):
        faults += find_live(response.content.decode())
    elif b"<script" in response.content:
        faults.append("a script outside a page")
    return [f"{fault} ← {sending}" for fault in faults]


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


def kept_texts() -> list[str]:
    """Every text that was kept."""
    return [
        text
        for model, names in TEXTS.items()
        for row in model.objects.values_list(*names)  # type: ignore[attr-defined]
        for text in row
    ]
