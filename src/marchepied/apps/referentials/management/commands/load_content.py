"""`marchepied manage load_content`: what ships as data goes into the database. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand

from marchepied.apps.places.services import load_communes
from marchepied.apps.referentials.services import load_shipped_referentials


class Command(BaseCommand):
    help = "Loads the communes of France and the referentials that ship with Marchepied."

    def handle(self, *args: Any, **options: Any) -> None:
        load_communes()
        for version in load_shipped_referentials():
            if options["verbosity"]:
                self.stdout.write(f"{version.referential.slug} {version.number}")
