"""A file put aside never outlives its row, whoever deletes it."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from marchepied.apps.referentials.models import PendingReferential


@receiver(post_delete, sender=PendingReferential)
def delete_brought_file(instance: PendingReferential, **kwargs: Any) -> None:
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
