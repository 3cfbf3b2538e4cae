"""A draft under a committee is published only with the agreements decided, whichever page asks for it."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver

from marchepied.apps.networks.services import require_agreement


@receiver(pre_save, sender="referentials.Draft", dispatch_uid="networks.require_agreement")
def hold_publication(instance: Any, **kwargs: Any) -> None:
    """Refuse in the transaction that publishes: nothing of it stays."""
    if instance.published_id is not None and not kwargs.get("raw"):
        require_agreement(draft=instance)
