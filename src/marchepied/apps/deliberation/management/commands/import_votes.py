import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.services.imports import bring_votes, write_votes
from marchepied.apps.organisations.selectors import find_organisation
from marchepied.core.scope import scope


class Command(BaseCommand):
    help = "Importe dans un espace une conversation tenue ailleurs (format de Polis) : tout, ou rien."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files",
            metavar="FICHIER",
            type=Path,
            nargs="+",
            help="votes.csv ou participants-votes.csv, comments.csv, une archive ZIP ou leur dossier",
        )
        parser.add_argument(
            "--space", required=True, metavar="ESPACE", help="adresse de l’espace (/e/ESPACE/)"
        )
        parser.add_argument("--title", default="", metavar="TITRE", help="titre du sujet créé")
        parser.add_argument("--json", action="store_true", help="résultat en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = find_organisation(options["space"])
        if organisation is None:
            raise CommandError(_("Aucun espace ne s’appelle « %(space)s ».") % options, returncode=2)
        with scope(organisation):
            try:
                files = {path.name: path.read_bytes() for path in _list_files(options["files"])}
                row = bring_votes(organisation=organisation, title=options["title"], files=files, by=None)
            except OSError as error:
                raise CommandError(f"{error.filename} : {error.strerror}") from error
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            self._tell(write_votes(row=row, by=None), options["json"])

    def _tell(self, row: Any, as_json: bool) -> None:
        told = {"topic": str(row.topic_id), "title": row.topic.title, **row.topic.origin}
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        self.stdout.write(
            _("%(votes)s votes de %(people)s personnes sur %(statements)s phrases, dans « %(title)s ».")
            % told
        )


def _list_files(paths: list[Path]) -> list[Path]:
    """The files themselves; the tables of a folder."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return found
