import json
import re
from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.selectors.cycles import find_cycle
from marchepied.apps.diagnosis.selectors.import_words import (
    describe_extraction,
    describe_rejected,
    describe_table,
    say,
)
from marchepied.apps.diagnosis.selectors.imports import known_items_of, preview_import
from marchepied.apps.diagnosis.services.imports import ImportOutcome, import_answers
from marchepied.apps.organisations.selectors import find_organisation
from marchepied.core.scope import scope
from marchepied.engines.tables import Mapping, Table, TableError, build_mapping, read_table


def parse_scale(text: str) -> tuple[int, int]:
    """The bounds of « 1-5 »."""
    found = re.fullmatch(r"\s*(-?\d{1,3})\s*[-–:]\s*(-?\d{1,3})\s*", text)
    if not found:
        raise ArgumentTypeError(f"« {text} » n’est pas une échelle. Écrivez par exemple --scale 1-5.")
    return int(found[1]), int(found[2])


class Command(BaseCommand):
    help = "Importe dans un espace les réponses d’un fichier CSV ou XLSX : toutes, ou aucune."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FICHIER", type=Path, help="fichier CSV ou XLSX")
        parser.add_argument(
            "--space", required=True, metavar="ESPACE", help="adresse de l’espace (/e/ESPACE/)"
        )
        parser.add_argument("--group", metavar="COLONNE", help="colonne qui nomme le groupe")
        parser.add_argument("--college", metavar="NOM", help="un seul groupe pour tout le fichier")
        parser.add_argument(
            "--items", metavar="A,B,-C", help="colonnes des réponses ; un tiret devant = échelle inversée"
        )
        parser.add_argument("--weight", metavar="COLONNE", help="colonne du poids de chaque personne")
        parser.add_argument("--scale", metavar="MIN-MAX", type=parse_scale, help="échelle, par exemple 1-5")
        parser.add_argument("--title", default="", metavar="TITRE", help="titre de la démarche créée")
        parser.add_argument("--cycle", metavar="DÉMARCHE", help="démarche dont les questions sont répondues")
        parser.add_argument("--sheet", metavar="FEUILLE", help="feuille du classeur")
        parser.add_argument("--dry-run", action="store_true", help="explique sans rien enregistrer")
        parser.add_argument("--json", action="store_true", help="résultat en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = find_organisation(options["space"])
        if organisation is None:
            raise CommandError(_("Aucun espace ne s’appelle « %(space)s ».") % options, returncode=2)
        with scope(organisation):
            cycle = self._find_cycle(organisation, options["cycle"])
            try:
                table = read_table(options["file"].read_bytes(), options["file"].name, sheet=options["sheet"])
                mapping = _build(table, options, cycle)
                outcome = _run(organisation, table, mapping, cycle, options)
            except OSError as error:
                raise CommandError(f"{options['file']} : {error.strerror}") from error
            except TableError as error:
                raise CommandError(say(error.message)) from error
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
        self._tell(table, mapping, outcome, options)
        if not outcome.extraction.ok:
            raise CommandError(_("Rien n’a été importé : corrigez le fichier, puis recommencez."))

    def _find_cycle(self, organisation: Any, cycle_id: str | None) -> Any:
        if not cycle_id:
            return None
        try:
            cycle = find_cycle(organisation, cycle_id)  # type: ignore[arg-type]
        except ValidationError:
            cycle = None
        if cycle is None:
            raise CommandError(
                _("Aucune démarche « %(id)s » dans cet espace.") % {"id": cycle_id}, returncode=2
            )
        return cycle

    def _tell(self, table: Table, mapping: Mapping, outcome: ImportOutcome, options: dict[str, Any]) -> None:
        described = describe_extraction(outcome.extraction, mapping)
        if options["json"]:
            result = {
                "imported": outcome.ok,
                "dry_run": options["dry_run"],
                "cycle": str(outcome.cycle.pk) if outcome.cycle else None,
                "file": describe_table(table),
                **described,
            }
            self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
            return
        for line in describe_rejected(outcome.extraction):
            self.stdout.write(line)
        for warning in described["warnings"]:
            self.stdout.write(f"! {warning}")
        if outcome.extraction.ok:
            self._tell_done(described, outcome)

    def _tell_done(self, described: dict[str, Any], outcome: ImportOutcome) -> None:
        for college in described["colleges"]:
            self.stdout.write(f"  {college['name']} : {college['answered']} / {college['people']}")
        self.stdout.write(
            _("%(answers)s réponses de %(people)s personnes, %(groups)s groupes, %(questions)s questions.")
            % {
                "answers": described["answers"],
                "people": described["people"],
                "groups": len(described["colleges"]),
                "questions": len(described["questions"]),
            }
        )
        if outcome.cycle is None:
            self.stdout.write(_("Essai : rien n’a été enregistré."))
        else:
            self.stdout.write(_("Importées dans « %(title)s ».") % {"title": outcome.cycle.title})


def _build(table: Table, options: dict[str, Any], cycle: Any) -> Mapping:
    return build_mapping(
        table,
        group=options["group"],
        college=options["college"],
        items=options["items"],
        # Without a word about a weight, a column named so is not taken for one.
        weight=options["weight"] or "",
        scale=options["scale"] or "auto",
        known_items=known_items_of(cycle),
    )


def _run(
    organisation: Any, table: Table, mapping: Mapping, cycle: Any, options: dict[str, Any]
) -> ImportOutcome:
    if options["dry_run"]:
        return ImportOutcome(preview_import(table, mapping, cycle))
    return import_answers(
        organisation=organisation,
        table=table,
        mapping=mapping,
        title=options["title"],
        cycle=cycle,
        by=None,
    )
