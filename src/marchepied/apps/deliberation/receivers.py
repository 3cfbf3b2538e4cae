"""A file of votes never outlives its row, whoever deletes it; a large import is written by the worker."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from marchepied.apps.deliberation.models import VoteImport


@receiver(post_delete, sender=VoteImport)
def delete_brought_file(instance: VoteImport, **kwargs: Any) -> None:
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
