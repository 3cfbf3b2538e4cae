"""A table put aside never outlives its row, whoever deletes it; an idea follows the action it became."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from marchepied.apps.plans.models import Action, PendingTable
from marchepied.apps.plans.services.listening import bring_idea_along


@receiver(post_delete, sender=PendingTable)
def delete_pending_table(instance: PendingTable, **kwargs: Any) -> None:
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


@receiver(post_save, sender=Action)
def tell_idea(instance: Action, created: bool, **kwargs: Any) -> None:
    if not created:
        bring_idea_along(action=instance)
