"""What pages offer to do: their links and buttons, tried one after the other without keeping anything."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from django.db import transaction
from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve
from lxml import html


@dataclass(frozen=True)
class Refusal:
    """The page that answered a form sent empty."""

    url: str
    button: str
    page: str


@dataclass(frozen=True)
class Gesture:
    """A link (without data) or a button of a form, and what it sends."""

    url: str
    words: str
    data: tuple[tuple[str, str], ...] | None = None

    @property
    def match(self) -> ResolverMatch | None:
        """The view that it leads to; None when no address of ours fits."""
        try:
            return resolve(urlsplit(self.url).path)
        except Resolver404:
            return None

    @property
    def kind(self) -> tuple[Any, ...]:
        """The same for links that differ by the row they name only."""
        name = self.match.view_name if self.match else self.url
        if self.data is None:
            return name, frozenset(parse_qs(urlsplit(self.url).query, keep_blank_values=True))
        return name, frozenset(key for key, _value in self.data), self.words


def list_links(url: str, page: str) -> Iterator[Gesture]:
    """Links to our own addresses."""
    for link in html.fromstring(page.encode()).iter("a"):
        href = link.get("href", "")
        if href and not urlsplit(href).scheme:
            yield Gesture(urljoin(url, href).partition("#")[0], link.text_content().strip())


def list_buttons(url: str, page: str, *, filled: bool) -> Iterator[Gesture]:
    """Each button that sends, with what its form holds as it comes, or with its hidden fields only."""
    document = html.fromstring(page.encode())
    for form in document.forms:
        if form.get("method", "get").lower() != "post":
            continue
        values = form.form_values() if filled else hidden_values(form)
        own = form.get("id")
        apart = document.xpath("//button[@form=$own]", own=own) if own else []
        for button in [*form.xpath(".//button[not(@form)]"), *apart]:
            if button.get("type", "submit") != "submit" or not (filled or asks_something(form, button)):
                continue
            chosen = [(button.get("name"), button.get("value", ""))] if button.get("name") else []
            action = urljoin(url, button.get("formaction") or form.get("action") or "")
            yield Gesture(action, button.text_content().strip(), (*values, *chosen))


def asks_something(form: Any, button: Any) -> bool:
    """Whether somebody has to fill this form in before they press this button."""
    fields = form.xpath(".//input[not(@type='hidden')] | .//select | .//textarea")
    return bool(fields) and button.get("formnovalidate") is None


def hidden_values(form: Any) -> list[tuple[str, str]]:
    fields = form.xpath(".//input[@type='hidden'][@name]")
    return [(field.get("name"), field.get("value", "")) for field in fields]


def try_gesture(client: Client, gesture: Gesture) -> Any:
    """The answer to a gesture whose effects are taken back; an error answers 500."""
    client.raise_request_exception = False
    sent: dict[str, list[str]] = {}
    for name, value in gesture.data or ():
        sent.setdefault(name, []).append(value)
    cookies, client.cookies = client.cookies, deepcopy(client.cookies)  # one of the buttons signs out
    try:
        with transaction.atomic():
            response = client.get(gesture.url) if gesture.data is None else client.post(gesture.url, sent)
            response.close()
            transaction.set_rollback(True)
    finally:
        client.cookies = cookies
    return response
