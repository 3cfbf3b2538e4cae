"""XLSForm in: the survey's questions with one answer to choose become a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marchepied.engines.tables import Table

from ._building import AskedDomain, AskedQuestion, AskedTheme, Cover, Texts, build, has_scale
from ._relevant import join_conditions, translate_relevant
from ._sentences import FileRefusedError, Sentence, Understood, gettext_noop, sentence
from ._spreadsheet_read import open_workbook
from ._xlsform_extra import EXTRA, overlay
from ._xlsform_sheets import SURVEY, Choice, FormSheets, Line
from ._xlsform_words import Kind, read_kind, read_language

_LOST = ("constraint", "calculation", "default", "repeat_count", "trigger")
_CITED = re.compile(r"\$\{\s*[^{}\s]+\s*\}")
_DISABLED = frozenset({"yes", "true", "1", "vrai", "true()", "oui"})
_MOST_NOTES = 60

Lists = Mapping[str, Sequence[Choice]]


def is_xlsform(names: list[str]) -> bool:
    """Whether sheets of these names are those of an XLSForm."""
    return SURVEY in {name.strip().lower() for name in names}


def read_xlsform(data: bytes, filename: str = "formulaire.xlsx") -> Understood:
    """The questionnaire of a form: groups become themes and domains, `select_one` keep their order.

    Titles of the groups inside a domain are kept at the head of their questions. What a questionnaire has no
    place for (free texts, numbers, conditions, media, other languages than French and English, columns and
    sheets that are not read) is said in the notes, with its row. Raises FileRefusedError with each place: a
    column written twice, an answer written twice, a list of answers that does not exist, a group that is not
    closed or is closed as another.
    """
    return read_form(open_workbook(data, filename))


def read_form(tables: Mapping[str, Table]) -> Understood:
    """The questionnaire of a form whose sheets are open already. Same errors."""
    return _Form(FormSheets(tables)).read()


@dataclass(slots=True)
class _Group:
    name: str
    title: Mapping[str, str]
    row: int
    when: str = ""
    kind: str = "group"


class _Form:
    def __init__(self, sheets: FormSheets) -> None:
        self.sheets = sheets
        self.notes: list[Sentence] = sheets.notes
        self.themes: dict[str, AskedTheme] = {}
        self.open: list[_Group] = []
        self.settings = sheets.settings
        self.language = read_language(self.settings.get("default_language", "")) or "fr"

    def read(self) -> Understood:
        lists = self.sheets.read_choices()
        for row, line in self.sheets.lines(SURVEY):
            self.take(row, line, lists)
        for group in self.open:
            self.fail(
                group.row,
                sentence(gettext_noop("le groupe « %(name)s » n’est pas fermé."), name=group.name),
                sentence(gettext_noop("Ajoutez une ligne « end group ».")),
            )
        if self.sheets.faults:
            raise FileRefusedError(self.sheets.faults)
        title = self.settings.get("form_title") or self.settings.get("form_id") or "Questionnaire"
        cover = Cover(self.settings.get("form_id") or title, {self.language: title}, nature="network")
        data, told = build(cover, self.themes.values())
        extra = self.sheets.tables.get(EXTRA)
        data = overlay(data, extra)
        return Understood("xlsform", data, (*self.tell(), *(() if extra else told)))

    def tell(self) -> Iterator[Sentence]:
        if EXTRA in self.sheets.tables:
            yield from self.notes
            return
        yield sentence(
            gettext_noop(
                "Les réponses sont prises dans l’ordre du fichier, de la moins "
                "bonne à la meilleure : vérifiez-le."
            )
        )
        yield from self.sheets.tell()
        yield from self.notes[:_MOST_NOTES]
        if len(self.notes) > _MOST_NOTES:
            more = len(self.notes) - _MOST_NOTES
            yield sentence(gettext_noop("Autres lignes qui ne sont pas reprises : %(count)s."), count=more)
        yield from self.sheets.tell_unread(frozenset({EXTRA}))

    def texts(self, line: Line, column: str = "label") -> dict[str, str]:
        return self.sheets.texts(line, column)

    def fail(self, row: int, message: Sentence, advice: Sentence) -> None:
        self.sheets.fail(row, "type", message, advice)

    def note(self, row: int, template: str, **params: Any) -> None:
        self.notes.append(sentence(template, row=row, **params))

    def take(self, row: int, line: Line, lists: Lists) -> None:
        kind = read_kind(line.get("type", ""))
        if not self.is_asked(row, line):
            return
        if kind.what == "begin":
            self.begin(row, line, kind.detail)
        elif kind.what == "end":
            self.end(row, kind.detail)
        elif kind.what == "one":
            self.ask(row, line, kind, lists)
        else:
            self.leave(row, line, kind)

    def is_asked(self, row: int, line: Line) -> bool:
        """Whether the line says something; one without a type, or that is switched off, is said."""
        if line.get("disabled", "").lower() in _DISABLED:
            text = gettext_noop("Ligne %(row)s : « %(name)s » est désactivée dans le fichier, on la laisse.")
            self.note(row, text, name=line.get("name", "—"))
            return False
        if not line.get("type") and (line.get("name") or self.texts(line)):
            text = gettext_noop("Ligne %(row)s : « %(name)s » n’a pas de type, on la laisse.")
            self.note(row, text, name=line.get("name") or next(iter(self.texts(line).values())))
        return bool(line.get("type"))

    def leave(self, row: int, line: Line, kind: Kind) -> None:
        """A line that is no question of ours: why, in the notes."""
        told = {"name": line.get("name", ""), "kind": line["type"], "detail": kind.detail}
        texts = {
            "file": gettext_noop(
                "Ligne %(row)s : « %(name)s » n’est pas reprise, ses réponses sont dans un "
                "autre fichier (%(detail)s)."
            ),
            "elsewhere": gettext_noop(
                "Ligne %(row)s : « %(name)s » n’est pas reprise, ses réponses sont dans une "
                "feuille à part (%(detail)s)."
            ),
            "other": gettext_noop(
                "Ligne %(row)s : « %(name)s » n’est pas reprise, ce n’est pas une "
                "question à une réponse (%(kind)s)."
            ),
        }
        self.note(row, texts[kind.what], **told)

    def begin(self, row: int, line: Line, what: str) -> None:
        name = line.get("name", "")
        title = self.texts(line)
        self.open.append(
            _Group(
                name or f"groupe-{row}",
                title or {"fr": name or "—"},
                row,
                self.read_condition(row, line),
                what,
            )
        )
        if what != "group":
            self.note(
                row,
                gettext_noop(
                    "Ligne %(row)s : « %(name)s » se répétait, ses questions ne sont posées qu’une fois."
                ),
                name=name,
            )
        if len(self.open) > 2 and title:
            self.note(
                row,
                gettext_noop(
                    "Ligne %(row)s : « %(name)s » est un groupe dans un domaine ; son titre est mis "
                    "devant chacune de ses questions."
                ),
                name=next(iter(title.values())),
            )
        elif len(self.open) > 2:
            self.open[-1].title = {}

    def end(self, row: int, what: str) -> None:
        if not self.open:
            self.fail(
                row,
                sentence(gettext_noop("ce groupe se ferme sans avoir été ouvert.")),
                sentence(gettext_noop("Retirez cette ligne, ou ajoutez « begin group » plus haut.")),
            )
            return
        group = self.open.pop()
        if group.kind != what:
            message = gettext_noop(
                "« end %(what)s » ferme « %(name)s », ouvert ligne %(first)s par « begin %(kind)s »."
            )
            self.fail(
                row,
                sentence(message, what=what, name=group.name, first=group.row, kind=group.kind),
                sentence(gettext_noop("Écrivez « end %(kind)s »."), kind=group.kind),
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

    def ask(self, row: int, line: Line, kind: Kind, lists: Lists) -> None:
        name, wanted = line.get("name", ""), kind.detail
        choices = lists.get(wanted)
        if choices is None and _CITED.search(wanted):
            text = gettext_noop(
                "Ligne %(row)s : « %(name)s » n’est pas reprise, ses réponses sont celles d’une "
                "autre question (%(wanted)s)."
            )
            self.note(row, text, name=name, wanted=wanted)
        elif choices is None:
            self.fail(
                row,
                sentence(gettext_noop("la liste de réponses « %(name)s » n’existe pas."), name=wanted),
                sentence(gettext_noop("Ajoutez-la à la feuille « choices », ou corrigez son nom.")),
            )
        elif self.is_kept(row, name, line, choices):
            self.note_lost(row, name, line, kind.or_other)
            question = AskedQuestion(
                name or f"question-{row}",
                self.word(self.texts(line) or {"fr": name}),
                [choice.level for choice in choices],
                why=self.texts(line, "hint"),
                when=join_conditions([*(group.when for group in self.open), self.read_condition(row, line)]),
            )
            self.domain().questions.append(question)

    def word(self, text: Texts) -> dict[str, str]:
        """The question, after the titles of the groups that are inside its domain."""
        titles = [group.title for group in self.open[2:] if group.title]
        return {
            language: " – ".join([*(t.get(language) or next(iter(t.values())) for t in titles), words])
            for language, words in text.items()
        }

    def is_kept(self, row: int, name: str, line: Line, choices: Sequence[Choice]) -> bool:
        """Whether the answers are a scale of their own; what is kept aside is said."""
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
        said = " ".join(text for key, text in line.items() if key.startswith(("label", "hint")))
        if cited := _CITED.search(said):
            text = gettext_noop(
                "Ligne %(row)s : le texte de « %(name)s » cite une autre réponse (%(cited)s), récrivez-le."
            )
            self.note(row, text, name=name, cited=cited[0])
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

    def domain(self) -> AskedDomain:
        """Where a question goes: the outer group is the theme, the next one the domain."""
        title = {self.language: self.settings.get("form_title") or "Questions"}
        outer = self.open[0] if self.open else _Group("questions", title, 0)
        inner = self.open[1] if len(self.open) > 1 else _Group(f"{outer.name}-questions", outer.title, 0)
        theme = self.themes.setdefault(outer.name, AskedTheme(outer.name, outer.title))
        known = next((domain for domain in theme.domains if domain.name == inner.name), None)
        if known is None:
            known = AskedDomain(inner.name, inner.title)
            theme.domains.append(known)
        return known
