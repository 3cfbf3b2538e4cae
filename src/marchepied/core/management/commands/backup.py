from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from marchepied.core.archive import ArchiveError, write_archive


class Command(BaseCommand):
    help = "Sauvegarde la base et les fichiers dans une archive (.tar.gz)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "archive", type=Path, help="fichier à écrire, par exemple marchepied-2027-02-06.tar.gz"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = write_archive(options["archive"])
        except (ArchiveError, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{options['archive']} : {sum(counts.values())} lignes et les fichiers. "
            "Gardez aussi MARCHEPIED_SECRET_KEY : sans lui, les liens déjà envoyés ne s’ouvriront plus."
        )
