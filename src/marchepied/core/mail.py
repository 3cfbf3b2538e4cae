"""The only place that renders templates/mail/ and sends mail (from a background task)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.utils import translation

_held_back: ContextVar[bool] = ContextVar("marchepied_mail_held_back", default=False)


@contextmanager
def hold_back(reason: str) -> Iterator[None]:
    """Send nothing meanwhile, for the reason given (invented people have no mailbox)."""
    if not reason:
        raise ValueError("Holding mail back needs a reason.")
    token = _held_back.set(True)
    try:
        yield
    finally:
        _held_back.reset(token)


def send(
    template: str,
    *,
    to: str,
    language: str,
    context: dict[str, Any],
    headers: dict[str, str] | None = None,
) -> None:
    """Send templates/mail/<template>.txt to one address, once the current transaction is committed.

    The template's first line is the subject, the rest the body. `context` must be plain data
    (it waits in the task's row until the worker takes it, and is erased with it). `headers` go with the
    message (List-Unsubscribe). Nothing leaves inside `hold_back`.
    """
    if _held_back.get():
        return
    subject, body = render(template, language=language, context=context)
    transaction.on_commit(lambda: deliver.enqueue(subject=subject, body=body, to=to, headers=headers))


def render(template: str, *, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """The subject and the text of a mail, in the language asked."""
    with translation.override(language):
        text = render_to_string(f"mail/{template}.txt", {"base_url": settings.BASE_URL, **context})
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


@task()
def deliver(subject: str, body: str, to: str, headers: dict[str, str] | None = None) -> None:
    """Hand one rendered mail to the mail server."""
    EmailMultiAlternatives(subject=subject, body=body, to=[to], headers=headers).send()
