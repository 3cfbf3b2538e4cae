"""The sheets of a form, row by row, with columns in their short names and each fault at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from marchepied.engines.referential.codes import LANGUAGES
from marchepied.engines.tables import Table, name_column

from ._building import AskedLevel
from ._sentences import NOTHING, Fault, Sentence, cell_fault, gettext_noop, sentence
from ._xlsform_words import name_headers, read_language, region_of

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
_TEXTS = frozenset({"label", "hint"})
_YES = frozenset({"yes", "true", "1", "vrai", "true()", "oui"})
_READ: Mapping[str, frozenset[str]] = {
    SURVEY: frozenset(
        (
            "type",
            "name",
            "label",
            "hint",
            "relevant",
            "choice_filter",
            "constraint",
            "calculation",
            "default",
            "repeat_count",
            "trigger",
            "disabled",
        )
    ),
    CHOICES: frozenset({"list_name", "name", "label"}),
    SETTINGS: frozenset({"form_title", "form_id", "default_language", "allow_choice_duplicates"}),
}
"""The columns that are read, or of which each row that is left says so."""

Line = dict[str, str]
"""{column in its short form: text of the cell}, of the cells that are filled."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer of a list, and the row where it stands."""

    value: str
    level: AskedLevel
    row: int


class FormSheets:
    """What the sheets say, and what was wrong or left aside on the way.

    ``others`` are the languages that are not kept; ``borrowed`` those that stand for French where a text has
    no other; ``unread`` the filled columns that are not read, by sheet.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.tables = {name.strip().lower(): table for name, table in tables.items()}
        self.faults: list[Fault] = []
        self.others: dict[str, None] = {}
        self.borrowed: dict[str, int] = {}
        self.unread: dict[str, dict[str, None]] = {}
        self.notes: list[Sentence] = []
        self.columns: dict[str, list[str]] = {}
        self.tails: dict[str, str] = {}
        self.unsaid = 0
        self.settings: Line = next((line for _, line in self.lines(SETTINGS)), {})

    def lines(self, sheet: str) -> Iterator[tuple[int, Line]]:
        """The filled cells of each row, by short column names; the columns were checked for doubles."""
        table = self.tables.get(sheet)
        if table is None:
            return
        columns = self.name_columns(sheet, table)
        for number, row in zip(table.row_numbers, table.rows, strict=True):
            line: Line = {}
            for place, cell in enumerate(row):
                if not cell.strip():
                    continue
                line.setdefault(columns[place], cell.strip())
                if columns[place].partition("::")[0] not in _READ[sheet]:
                    self.unread.setdefault(sheet, {})[table.headers[place].strip()] = None
            yield number, line

    def name_columns(self, sheet: str, table: Table) -> list[str]:
        names: list[str] = []
        for place, (short, tail) in enumerate(name_headers(table.headers, sheet)):
            name = self.name_column(short, tail, names)
            if name and name in names:
                self.refuse_double(sheet, table, names.index(name), place, name)
            names.append(name)
        self.columns[sheet] = names
        return names

    def name_column(self, short: str, tail: str, before: list[str]) -> str:
        """« label » and « Français (fr) » → label::fr; a second region of a language is another language."""
        if not tail:
            return short
        folded = " ".join(tail.lower().split())
        name = f"{short}::{read_language(tail) or folded}"
        if name in before and region_of(tail) != region_of(self.tails.get(name, "")):
            name = f"{short}::{folded}"
        self.tails.setdefault(name, tail)
        return name

    def refuse_double(self, sheet: str, table: Table, first: int, second: int, name: str) -> None:
        text = gettext_noop("les colonnes %(first)s et %(second)s disent la même chose : « %(name)s ».")
        self.faults.append(
            cell_fault(
                sentence(text, first=name_column(first), second=name_column(second), name=name),
                sentence(gettext_noop("Renommez l’une des deux, ou retirez-la.")),
                sheet=sheet,
                row=1,
                column=table.headers[second],
                letter=name_column(second),
            )
        )

    def texts(self, line: Line, column: str = "label") -> dict[str, str]:
        """The texts of a cell in our languages; a column that names no language is the form's own.

        A text that is in neither French nor English stands for French, and is counted in ``borrowed``.
        """
        found = {one: line[f"{column}::{one}"] for one in LANGUAGES if f"{column}::{one}" in line}
        more = {
            self.tails.get(name, name): text
            for name, text in line.items()
            if name.startswith(f"{column}::") and name.partition("::")[2] not in LANGUAGES
        }
        own = self.settings.get("default_language", "")
        if own.strip().lower() == "default":
            own = ""
        if column in line and own and read_language(own) is None:
            more = {own: line[column], **more}
        elif column in line:
            language = read_language(own) or "fr"
            self.unsaid += not own and language not in found
            found.setdefault(language, line[column])
        if not found and more:
            language, text = next(iter(more.items()))
            self.borrowed[language] = self.borrowed.get(language, 0) + 1
            found = {"fr": text}
            del more[language]
        self.others.update(dict.fromkeys(more))
        return {language: found[language] for language in LANGUAGES if language in found}

    def read_choices(self) -> dict[str, list[Choice]]:
        """The lists of answers; an answer written twice is a fault, unless the form allows it."""
        lists: dict[str, list[Choice]] = {}
        seen: dict[tuple[str, str], int] = {}
        allowed = self.settings.get("allow_choice_duplicates", "").lower() in _YES
        for row, line in self.lines(CHOICES):
            name, value = line.get("list_name", ""), line.get("name", "")
            if not name:
                text = gettext_noop(
                    "Feuille « choices », ligne %(row)s : « %(name)s » n’est dans aucune liste, cette "
                    "réponse n’est pas reprise."
                )
                if line:
                    self.notes.append(sentence(text, row=row, name=value or next(iter(line.values()))))
                continue
            if not value:
                missing = sentence(gettext_noop("la réponse n’a pas de nom."))
                self.fail(row, "name", missing, NOTHING, CHOICES)
            elif not allowed and (name, value) in seen:
                self.refuse_choice(row, seen[name, value], name, value)
            seen.setdefault((name, value), row)
            lists.setdefault(name, []).append(
                Choice(value, AskedLevel(self.texts(line) or {"fr": value}), row)
            )
        return lists

    def refuse_choice(self, row: int, first: int, name: str, value: str) -> None:
        text = gettext_noop(
            "la réponse « %(value)s » de la liste « %(name)s » est déjà à la ligne %(first)s."
        )
        advice = gettext_noop(
            "Retirez-en une, ou écrivez « yes » sous « allow_choice_duplicates », feuille « settings »."
        )
        self.fail(row, "name", sentence(text, value=value, name=name, first=first), sentence(advice), CHOICES)

    def fail(self, row: int, column: str, message: Sentence, advice: Sentence, sheet: str = SURVEY) -> None:
        """A fault at a cell, or at a row where the sheet has no such column."""
        names = self.columns.get(sheet, [])
        place = names.index(column) if column in names else None
        letter = "" if place is None else name_column(place)
        header = "" if place is None else self.tables[sheet].headers[place]
        self.faults.append(cell_fault(message, advice, sheet=sheet, row=row, column=header, letter=letter))

    def tell(self) -> Iterator[Sentence]:
        """What the sheets hold that is not taken: languages, columns, settings and sheets."""
        for language in sorted(set(self.others) - set(self.borrowed)):
            text = gettext_noop(
                "Les textes en « %(language)s » ne sont pas repris : on garde le français et l’anglais."
            )
            yield sentence(text, language=language)
        for language, count in sorted(self.borrowed.items()):
            text = gettext_noop(
                "Textes en « %(language)s » rangés comme du français, faute de français ou "
                "d’anglais, et à traduire : %(count)s."
            )
            yield sentence(text, language=language, count=count)

    def tell_unread(self, extra: frozenset[str]) -> Iterator[Sentence]:
        """Columns, settings and sheets that are not read, and texts whose language is not said."""
        for sheet, headers in self.unread.items():
            text = gettext_noop("Colonnes de la feuille « %(sheet)s » qui ne sont pas reprises : %(names)s.")
            names = list(headers)
            for start in range(0, len(names), 4):  # a sentence shows eighty signs of a list
                yield sentence(text, sheet=sheet, names=", ".join(names[start : start + 4]))
        known = {SURVEY, CHOICES, SETTINGS} | extra
        for name, table in self.tables.items():
            if name not in known and any(any(row) for row in (table.headers, *table.rows)):
                yield sentence(gettext_noop("La feuille « %(name)s » n’est pas lue."), name=name)
        yield from self.tell_warnings()
        if self.unsaid:
            yield sentence(
                gettext_noop(
                    "Textes dont le fichier ne dit pas la langue, rangés comme du français : %(count)s."
                ),
                count=self.unsaid,
            )

    def tell_warnings(self) -> Iterator[Sentence]:
        """What the reader of the sheets met: errors of calculation, texts that were repaired."""
        for sheet in (SURVEY, CHOICES):
            for warning in self.tables[sheet].warnings if sheet in self.tables else ():
                yield Sentence(warning.template, warning.params)
