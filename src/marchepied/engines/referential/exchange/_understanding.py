"""Which format is this file, and what does it hold?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marchepied.engines.referential.loading import YamlRefusedError, load_yaml, settle_duties
from marchepied.engines.tables import Table, TableError, read_table

from ._bounds import MAX_BYTES, MOST_ROWS, TEXT_LIMITS
from ._ciso import is_ciso, read_ciso
from ._correspondences import holds_correspondences, refuse_correspondences, starts_correspondences
from ._limesurvey import parse_document, read_limesurvey
from ._sdg import is_sdg, read_sdg
from ._sentences import FileRefusedError, Sentence, Understood, gettext_noop, line_fault, refuse, sentence
from ._spreadsheet_read import (
    is_long_csv,
    is_spreadsheet,
    open_workbook,
    read_long_csv,
    read_sheets,
    table_fault,
)
from ._table import is_question_table, read_question_table
from ._territoires import is_territoires, read_territoires
from ._xlsform_read import is_xlsform, read_form

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_TABLES = (".csv", ".tsv", ".txt")
_FORMATS = gettext_noop(
    "Formats lus : YAML ou JSON, classeur du modèle (XLSX), XLSForm, CSV d’une "
    "question par ligne, LimeSurvey (.lss)."
)


def understand(data: bytes, filename: str) -> Understood:
    """What a file holds, whatever its format: the data of a referential, and what could not be carried.

    The content decides; the name only tells a table of texts from YAML. The data is not validated yet.
    Raises FileRefusedError, and nothing else, with every fault and its place.
    """
    if len(data) > MAX_BYTES:
        raise refuse(
            sentence(gettext_noop("le fichier est trop grand (plus de 10 Mo).")),
            sentence(
                gettext_noop("Un guide entier tient en deux mégaoctets : vérifiez que c’est le bon fichier.")
            ),
        )
    if data.startswith((_ZIP, _OLE)):
        return _understand_workbook(data, filename)
    if starts_correspondences(data):
        raise refuse_correspondences()
    head = data[:400].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<"):
        return _understand_xml(data)
    if filename.lower().endswith(_TABLES):
        return _understand_table(_read_table(data, filename), filename)
    return understand_yaml(data, filename)


def _understand_workbook(data: bytes, filename: str) -> Understood:
    tables = open_workbook(data, filename)
    names = list(tables)
    if any(holds_correspondences(table.headers) for table in tables.values()):
        raise refuse_correspondences()
    if is_xlsform(names):
        return read_form(tables)
    if is_spreadsheet(names) and not any(is_question_table(table) for table in tables.values()):
        return read_sheets(tables)
    for name, table in tables.items():
        if is_question_table(table) or is_territoires(table):
            found = _understand_table(table, filename)
            return replace(found, notes=(*found.notes, *_tell_sheets(tables, name)))
    return read_sheets(tables)


def _tell_sheets(tables: Mapping[str, Table], kept: str) -> list[Sentence]:
    """The sheets that hold something and are not read."""
    text = gettext_noop("La feuille « %(name)s » n’est pas lue.")
    return [
        sentence(text, name=name)
        for name, table in tables.items()
        if name != kept and (any(table.headers) or table.rows)
    ]


def _understand_table(table: Table, filename: str) -> Understood:
    if is_long_csv(table):
        return read_long_csv(table)
    if len(table.rows) > MOST_ROWS:
        raise refuse(
            sentence(gettext_noop("Ce tableau a plus de %(limit)s lignes."), limit=MOST_ROWS),
            sentence(gettext_noop("Gardez celles que l’on posera, ou faites-en plusieurs guides.")),
        )
    if is_territoires(table):
        return read_territoires(table)
    if is_question_table(table):
        return read_question_table(table, filename)
    raise refuse(
        sentence(
            gettext_noop("Ce tableau n’a pas les colonnes d’un guide. Ses colonnes : %(names)s."),
            names=", ".join(table.headers[:8]),
        ),
        sentence(gettext_noop("Il faut au moins « Question », « Niveau 1 » et « Niveau 2 ».")),
    )


def _read_table(data: bytes, filename: str) -> Table:
    try:
        return read_table(data, filename, limits=TEXT_LIMITS)
    except TableError as error:
        raise FileRefusedError([table_fault(error)]) from error


def _understand_xml(data: bytes) -> Understood:
    root = parse_document(data).tag.rpartition("}")[2].lower()
    if root == "document":
        return read_limesurvey(data)
    if root in {"html", "h:html"}:
        raise refuse(
            sentence(gettext_noop("Ce fichier est une page ou un formulaire XForm, pas un XLSForm.")),
            sentence(gettext_noop("Importez le classeur (XLSX) d’où ce formulaire a été fait.")),
        )
    raise refuse(sentence(gettext_noop("Ce fichier XML n’est pas d’un format connu.")), sentence(_FORMATS))


def understand_yaml(data: bytes, filename: str) -> Understood:
    """What a YAML or JSON file holds: a referential of ours, a framework of others, or the SDG."""
    try:
        content = settle_duties(load_yaml(data, file=filename[-80:]))
    except YamlRefusedError as error:
        fault = line_fault(Sentence(error.message), Sentence(error.advice), line=error.line)
        raise FileRefusedError([fault]) from error
    if is_ciso(content):
        return read_ciso(content)
    if is_sdg(content):
        return read_sdg(content)
    if isinstance(content, dict) and holds_correspondences(content):
        raise refuse_correspondences()
    if not isinstance(content, dict) or "axes" not in content:
        raise refuse(
            sentence(gettext_noop("Ce fichier n’est ni un guide, ni un format connu.")), sentence(_FORMATS)
        )
    _refuse_parts(content)
    return Understood("yaml", content)


def _refuse_parts(content: dict[str, Any]) -> None:
    axes = content.get("axes")
    parts = (
        [axis for axis in axes if isinstance(axis, dict) and set(axis) == {"file"}]
        if isinstance(axes, list)
        else []
    )
    duties = content.get("duties")
    if parts or (isinstance(duties, dict) and set(duties) == {"file"}):
        raise refuse(
            sentence(gettext_noop("Ce fichier renvoie à d’autres fichiers du même dossier.")),
            sentence(gettext_noop("Exportez le guide entier en un seul fichier, puis importez-le.")),
        )
