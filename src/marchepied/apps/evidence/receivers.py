"""A file never outlives its row, whoever deletes it (a service, or the end of a whole space)."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from marchepied.apps.evidence.models import Evidence


@receiver(post_delete, sender=Evidence)
def delete_file(instance: Evidence, **kwargs: Any) -> None:
    if instance.file:
        storage, name = instance.file.storage, str(instance.file.name)
        transaction.on_commit(lambda: storage.delete(name))
