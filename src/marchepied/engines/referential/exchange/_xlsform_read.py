"""XLSForm in: the survey's questions with one answer to choose become a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marchepied.engines.referential.codes import LANGUAGES
from marchepied.engines.tables import Table, name_column

from ._building import AskedDomain, AskedLevel, AskedQuestion, AskedTheme, Cover, build, has_scale
from ._relevant import join_conditions, translate_relevant
from ._sentences import (
    NOTHING,
    Fault,
    FileRefusedError,
    Sentence,
    Understood,
    cell_fault,
    gettext_noop,
    sentence,
)
from ._spreadsheet_read import open_workbook
from ._xlsform_extra import EXTRA, overlay

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
_SELECT_ONE = re.compile(
    r"(?:select[ _]one(?: from)?|select1)\s+(\S+)(\s+or(?:_other| specify other))?\Z", re.I
)
_BEGIN = re.compile(r"(?:begin|start)[ _](group|repeat|loop)\b", re.I)
_END = re.compile(r"end[ _](group|repeat|loop)\b", re.I)
_LANGUAGE = {
    "fr": "fr",
    "fra": "fr",
    "fre": "fr",
    "french": "fr",
    "français": "fr",
    "francais": "fr",
    "en": "en",
    "eng": "en",
    "english": "en",
    "anglais": "en",
}
_LOST = ("constraint", "calculation", "default", "repeat_count", "trigger")
_MOST_NOTES = 60

Line = dict[str, str]
"""{column in its short form: text of the cell}, of the cells that are filled."""


def is_xlsform(names: list[str]) -> bool:
    """Whether sheets of these names are those of an XLSForm."""
    return SURVEY in {name.strip().lower() for name in names}


def read_xlsform(data: bytes, filename: str = "formulaire.xlsx") -> Understood:
    """The questionnaire of a form: groups become themes and domains, `select_one` keep their order.

    What a questionnaire has no place for (free texts, numbers, conditions, media, other languages than
    French and English) is said in the notes, with its row. Raises FileRefusedError with each place: a column
    written twice, a list of answers that does not exist, a group that is not closed.
    """
    return read_form(open_workbook(data, filename))


def read_form(tables: Mapping[str, Table]) -> Understood:
    """The questionnaire of a form whose sheets are open already. Same errors."""
    return _Form(tables).read()


@dataclass(slots=True)
class _Group:
    name: str
    title: Mapping[str, str]
    row: int
    when: str = ""


class _Form:
    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.tables = {name.strip().lower(): table for name, table in tables.items()}
        self.faults: list[Fault] = []
        self.notes: list[Sentence] = []
        self.others: set[str] = set()
        self.themes: dict[str, AskedTheme] = {}
        self.open: list[_Group] = []
        self.settings: Line = {}

    def read(self) -> Understood:
        for _, line in self.lines(SETTINGS):
            self.settings = line
            break
        lists = self.read_choices()
        for row, line in self.lines(SURVEY):
            self.take(row, line, lists)
        for group in self.open:
            self.fail(
                group.row,
                "type",
                sentence(gettext_noop("le groupe « %(name)s » n’est pas fermé."), name=group.name),
                sentence(gettext_noop("Ajoutez une ligne « end group ».")),
            )
        if self.faults:
            raise FileRefusedError(self.faults)
        title = self.settings.get("form_title") or self.settings.get("form_id") or "Questionnaire"
        cover = Cover(self.settings.get("form_id") or title, {"fr": title}, nature="network")
        data, told = build(cover, self.themes.values())
        data = overlay(data, self.tables.get(EXTRA))
        return Understood("xlsform", data, (*self.tell(), *(() if EXTRA in self.tables else told)))

    def tell(self) -> Iterator[Sentence]:
        if EXTRA in self.tables:
            yield from self.notes
            return
        yield sentence(
            gettext_noop(
                "Les réponses sont prises dans l’ordre du fichier, de la moins "
                "bonne à la meilleure : vérifiez-le."
            )
        )
        for language in sorted(self.others):
            yield sentence(
                gettext_noop(
                    "Les textes en « %(language)s » ne sont pas repris : on garde le français et l’anglais."
                ),
                language=language,
            )
        yield from self.notes[:_MOST_NOTES]
        if len(self.notes) > _MOST_NOTES:
            more = len(self.notes) - _MOST_NOTES
            yield sentence(gettext_noop("Autres lignes qui ne sont pas reprises : %(count)s."), count=more)

    def lines(self, sheet: str) -> Iterator[tuple[int, Line]]:
        """The filled cells of each row, by short column names; the columns were checked for doubles."""
        table = self.tables.get(sheet)
        if table is None:
            return
        columns = self.name_columns(sheet, table)
        for number, row in zip(table.row_numbers, table.rows, strict=True):
            yield (
                number,
                {name: cell.strip() for name, cell in zip(columns, row, strict=True) if cell.strip()},
            )

    def name_columns(self, sheet: str, table: Table) -> list[str]:
        names = [self.name_column(header) for header in table.headers]
        for place, name in enumerate(names):
            if name in names[:place]:
                first = names.index(name)
                self.faults.append(
                    cell_fault(
                        sentence(
                            gettext_noop(
                                "les colonnes %(first)s et %(second)s disent la même chose : « %(name)s »."
                            ),
                            first=name_column(first),
                            second=name_column(place),
                            name=name,
                        ),
                        sentence(gettext_noop("Renommez l’une des deux, ou retirez-la.")),
                        sheet=sheet,
                        row=1,
                        column=table.headers[place],
                        letter=name_column(place),
                    )
                )
        return names

    def name_column(self, header: str) -> str:
        """« label::Français (fr) » → label::fr; « list name » → list_name."""
        base, _, tail = header.partition("::") if "::" in header else header.partition(":")
        short = base.strip().lower().replace(" ", "_")
        if not tail:
            return short
        language = read_language(tail)
        if language is None:
            if short in {"label", "hint"}:
                self.others.add(tail.strip())
            return f"{short}::{tail.strip().lower()}"
        return f"{short}::{language}"

    def texts(self, line: Line, column: str = "label") -> dict[str, str]:
        """The texts of a cell in our languages; a column that names no language is the form's own."""
        own = read_language(self.settings.get("default_language", "")) or "fr"
        found = {
            language: line[f"{column}::{language}"]
            for language in LANGUAGES
            if f"{column}::{language}" in line
        }
        if column in line:
            found.setdefault(own, line[column])
        if not found:
            others = [text for name, text in line.items() if name.startswith(f"{column}::")]
            found = {"fr": others[0]} if others else {}
        return {language: found[language] for language in LANGUAGES if language in found}

    def read_choices(self) -> dict[str, list[tuple[str, AskedLevel]]]:
        lists: dict[str, list[tuple[str, AskedLevel]]] = {}
        for row, line in self.lines(CHOICES):
            name, value = line.get("list_name", ""), line.get("name", line.get("value", ""))
            if not name:
                continue
            if not value:
                self.fail(row, "name", sentence(gettext_noop("la réponse n’a pas de nom.")), NOTHING, CHOICES)
            lists.setdefault(name, []).append((value, AskedLevel(self.texts(line) or {"fr": value})))
        return lists

    def fail(self, row: int, column: str, message: Sentence, advice: Sentence, sheet: str = SURVEY) -> None:
        headers = self.tables[sheet].headers if sheet in self.tables else ()
        place = next((i for i, header in enumerate(headers) if self.name_column(header) == column), None)
        letter = name_column(place) if place is not None else ""
        self.faults.append(
            cell_fault(message, advice, sheet=sheet, row=row, column=column if letter else "", letter=letter)
        )

    def note(self, row: int, template: str, **params: Any) -> None:
        self.notes.append(sentence(template, row=row, **params))

    def take(self, row: int, line: Line, lists: Mapping[str, list[tuple[str, AskedLevel]]]) -> None:
        kind, name = line.get("type", ""), line.get("name", "")
        if not kind:
            return
        if begun := _BEGIN.match(kind):
            self.begin(row, line, begun[1].lower())
        elif _END.match(kind):
            if self.open:
                self.open.pop()
            else:
                self.fail(
                    row,
                    "type",
                    sentence(gettext_noop("ce groupe se ferme sans avoir été ouvert.")),
                    sentence(gettext_noop("Retirez cette ligne, ou ajoutez « begin group » plus haut.")),
                )
        elif one := _SELECT_ONE.match(kind):
            self.ask(row, line, one[1], bool(one[2]), lists)
        else:
            self.note(
                row,
                gettext_noop(
                    "Ligne %(row)s : « %(name)s » n’est pas reprise, ce n’est pas une "
                    "question à une réponse (%(kind)s)."
                ),
                name=name,
                kind=kind,
            )

    def begin(self, row: int, line: Line, what: str) -> None:
        name = line.get("name", "")
        when = self.read_condition(row, line) if what == "group" else ""
        self.open.append(_Group(name or f"groupe-{row}", self.texts(line) or {"fr": name or "—"}, row, when))
        if what != "group":
            self.note(
                row,
                gettext_noop(
                    "Ligne %(row)s : « %(name)s » se répétait, ses questions ne sont posées qu’une fois."
                ),
                name=name,
            )

    def read_condition(self, row: int, line: Line) -> str:
        """The condition of a line in our language; "" for none, or for one that we cannot say."""
        if "relevant" not in line:
            return ""
        told = {"name": line.get("name", ""), "condition": line["relevant"]}
        when = translate_relevant(line["relevant"])
        if when is None:
            text = gettext_noop(
                "Ligne %(row)s : la condition de « %(name)s » n’est pas reprise (%(condition)s)."
            )
            self.note(row, text, **told)
            return ""
        text = gettext_noop(
            "Ligne %(row)s : la condition de « %(name)s » (%(condition)s) devient une condition "
            "sur la structure : %(when)s."
        )
        self.note(row, text, **told, when=when)
        return when

    def ask(
        self,
        row: int,
        line: Line,
        wanted: str,
        or_other: bool,
        lists: Mapping[str, list[tuple[str, AskedLevel]]],
    ) -> None:
        name = line.get("name", "")
        choices = lists.get(wanted)
        if choices is None:
            self.fail(
                row,
                "type",
                sentence(gettext_noop("la liste de réponses « %(name)s » n’existe pas."), name=wanted),
                sentence(gettext_noop("Ajoutez-la à la feuille « choices », ou corrigez son nom.")),
            )
        elif self.is_kept(row, name, line, choices, wanted):
            self.note_lost(row, name, line, or_other)
            question = AskedQuestion(
                name or f"question-{row}",
                self.texts(line) or {"fr": name},
                [level for _, level in choices],
                why=self.texts(line, "hint"),
                when=join_conditions([*(group.when for group in self.open), self.read_condition(row, line)]),
            )
            self.domain().questions.append(question)

    def is_kept(
        self, row: int, name: str, line: Line, choices: list[tuple[str, AskedLevel]], wanted: str
    ) -> bool:
        """Whether the answers are a scale of their own; what is wrong or kept aside is said."""
        if "choice_filter" in line:
            self.note(
                row,
                gettext_noop(
                    "Ligne %(row)s : « %(name)s » n’est pas reprise, ses réponses "
                    "dépendent d’une autre question."
                ),
                name=name,
            )
            return False
        if self.find_twice(choices, wanted):
            return False
        if not has_scale(choices):
            self.note(
                row,
                gettext_noop(
                    "Ligne %(row)s : « %(name)s » n’est pas reprise, elle a %(count)s "
                    "réponses et il en faut de 2 à 11."
                ),
                name=name,
                count=len(choices),
            )
            return False
        return True

    def note_lost(self, row: int, name: str, line: Line, or_other: bool) -> None:
        """What a question that is kept loses on the way."""
        if or_other:
            self.note(
                row,
                gettext_noop("Ligne %(row)s : « %(name)s » perd sa réponse « autre, précisez »."),
                name=name,
            )
        for column in _LOST:
            if column in line:
                self.note(
                    row,
                    gettext_noop(
                        "Ligne %(row)s : « %(column)s » de « %(name)s » n’est pas repris (%(value)s)."
                    ),
                    name=name,
                    column=column,
                    value=line[column],
                )

    def find_twice(self, choices: list[tuple[str, AskedLevel]], wanted: str) -> bool:
        names = [value for value, _ in choices]
        twice = next((value for place, value in enumerate(names) if value in names[:place]), None)
        allowed = self.settings.get("allow_choice_duplicates", "").lower() in {"yes", "true", "1", "vrai"}
        if twice is None or allowed:
            return False
        message = sentence(
            gettext_noop("la réponse « %(value)s » est écrite deux fois dans la liste « %(name)s »."),
            value=twice,
            name=wanted,
        )
        fault = cell_fault(message, sentence(gettext_noop("Retirez-en une.")), sheet=CHOICES)
        if fault not in self.faults:
            self.faults.append(fault)
        return True

    def domain(self) -> AskedDomain:
        """Where a question goes: the outer group is the theme, the next one the domain."""
        title = self.settings.get("form_title") or "Questions"
        outer = self.open[0] if self.open else _Group("questions", {"fr": title}, 0)
        inner = self.open[1] if len(self.open) > 1 else _Group(f"{outer.name}-questions", outer.title, 0)
        theme = self.themes.setdefault(outer.name, AskedTheme(outer.name, outer.title))
        known = next((domain for domain in theme.domains if domain.name == inner.name), None)
        if known is None:
            known = AskedDomain(inner.name, inner.title)
            theme.domains.append(known)
        return known


def read_language(words: str) -> str | None:
    """fr or en for a language as forms name it (« Français (fr) », « english »); None for others."""
    coded = re.search(r"\((\w{2,3})\)", words)
    return _LANGUAGE.get((coded[1] if coded else words).strip().lower())
