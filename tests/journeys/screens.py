"""What the journeys of a pilot share: signing up with the code of a mail, counting screens, reading a PDF."""

import re
from io import BytesIO
from typing import Any

from django.core import mail
from pypdf import PdfReader


def sign_up(page: Any, email: str) -> None:
    """From the home page to « Commencer », through the code that was sent by mail."""
    page.goto("/")
    page.get_by_role("link", name="Commencer par un thème").click()
    page.get_by_role("textbox", name="Adresse e-mail").fill(email)
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_role("heading", level=1, name="Un code vient de partir.").wait_for()
    page.get_by_role("textbox", name="Code").fill(read_code(email))
    page.get_by_role("button", name="Entrer").click()
    page.get_by_role("heading", level=1, name="Un nom, une forme, un thème").wait_for()


def read_code(email: str) -> str:
    """The code of the last message sent to an address."""
    sent = [message for message in mail.outbox if email in message.to]
    found = re.search(r"^\s*([A-Z0-9]{3}-?[A-Z0-9]{3})\s*$", sent[-1].body, re.MULTILINE)
    assert found, sent[-1].body
    return found.group(1)


def do_now(page: Any, heading: str, *, skip: bool = False) -> None:
    """Follow « À faire maintenant », or pass the step."""
    card = page.get_by_role("region", name=heading)
    if skip:
        card.get_by_role("button", name="Passer cette étape").click()
        card.wait_for(state="detached")
    else:
        card.get_by_role("link").first.click()


def count_screens(page: Any) -> list[str]:
    """The addresses of the pages that were loaded since, filled as one goes."""
    seen: list[str] = []

    def note(response: Any) -> None:
        request = response.request
        if request.is_navigation_request() and response.status < 300:
            seen.append(response.url)

    page.on("response", note)
    return seen


def read_pdf(data: bytes) -> str:
    """The words of a PDF, with ordinary spaces."""
    pages = PdfReader(BytesIO(data)).pages
    return re.sub(r"[\s\u00a0\u202f]+", " ", " ".join(page.extract_text() for page in pages))


def read_tree(part: Any) -> list[str]:
    """What a screen reader meets in a part of a page, line by line, without addresses; a day is DATE."""
    said = re.sub(r"[\u00a0\u202f]", " ", part.aria_snapshot())
    said = re.sub(r"\b(1er|\d{1,2}) [a-zéû]+ 20\d\d\b", "DATE", said)
    kept = [line for line in said.splitlines() if "- /url:" not in line]
    return [re.sub(r"^( *- link .*):$", r"\1", line) for line in kept]
