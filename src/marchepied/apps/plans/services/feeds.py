"""Opening, changing and closing the address of a person's calendar."""

from typing import Any

from django.db import transaction

from marchepied.apps.plans.models import Feed
from marchepied.apps.plans.rules import new_handle
from marchepied.core.audit import record


@transaction.atomic
def open_feed(*, organisation: Any, by: Any) -> Feed:
    """The calendar of whoever asks, made the first time; nobody opens somebody else's."""
    feed, made = Feed.objects.get_or_create(
        organisation=organisation, person=by, defaults={"handle": new_handle()}
    )
    if made:
        record("feed.opened", feed, by=by)
    return feed


@transaction.atomic
def renew_feed(*, feed: Feed, by: Any) -> Feed:
    """Give a calendar a new address; the old one shows nothing any more."""
    feed.handle = new_handle()
    feed.save(update_fields=["handle"])
    record("feed.renewed", feed, by=by)
    return feed


@transaction.atomic
def close_feed(*, feed: Feed, by: Any) -> None:
    """Stop a calendar: its address shows nothing any more."""
    record("feed.closed", feed, by=by)
    feed.delete()
