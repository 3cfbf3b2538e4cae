"""Results shown: stored releases, never a live total."""

from marchepied.apps.deliberation.models import Release, Topic


def latest_release(topic: Topic) -> Release | None:
    """The last result shown of a topic; None before any (one query)."""
    return Release.objects.filter(topic=topic).order_by("-number").first()


def releases_of(topic: Topic) -> list[Release]:
    """The results shown of a topic, the last first (one query)."""
    return list(Release.objects.filter(topic=topic).order_by("-number"))
