"""`marchepied demo`: the invented organisations that show the product. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from marchepied.apps.restitution.services import delete_demo, load_demo


class Command(BaseCommand):
    help = "Loads three invented organisations and their federation, over three years."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fresh",
            action="store_true",
            help="efface les organisations de démonstration et les refait, datées d’aujourd’hui",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            if options["fresh"]:
                delete_demo()
            organisations = load_demo()
        for organisation in organisations if options["verbosity"] else ():
            self.stdout.write(f"{organisation.name} : /e/{organisation.slug}/")
