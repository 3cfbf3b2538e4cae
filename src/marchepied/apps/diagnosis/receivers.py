"""A file of answers never outlives its row, whoever deletes it."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from marchepied.apps.diagnosis.models import PendingImport


@receiver(post_delete, sender=PendingImport)
def delete_pending_file(instance: PendingImport, **kwargs: Any) -> None:
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
