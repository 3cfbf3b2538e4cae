from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marchepied.core.archive import ArchiveError, read_archive


class Command(BaseCommand):
    help = "Rétablit une sauvegarde : tout, ou rien si quelque chose manque."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument("--replace", action="store_true", help="remplace les espaces déjà présents")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        try:
            counts = read_archive(options["archive"], replace=options["replace"])
        except ArchiveError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Rétabli : {sum(counts.values())} lignes et les fichiers.")
