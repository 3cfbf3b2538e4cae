"""LimeSurvey's structure of a survey (.lss): groups, questions and ordered answers. Never its responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from ._building import AskedDomain, AskedLevel, AskedQuestion, AskedTheme, Cover, Texts, build, has_scale
from ._limesurvey_words import ARRAYS, KNOWN, LISTS, WITH_LINES, say_why_not
from ._sentences import (
    NOTHING,
    Fault,
    FileRefusedError,
    Sentence,
    Understood,
    gettext_noop,
    refuse,
    sentence,
)
from ._xlsform_words import read_language

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_BYTES = 5_000_000
_MOST_NOTES = 40
_READ = frozenset(
    (
        "groups",
        "group_l10ns",
        "questions",
        "question_l10ns",
        "subquestions",
        "answers",
        "answer_l10ns",
        "surveys",
        "surveys_languagesettings",
    )
)

Row = dict[str, str]


def read_limesurvey(data: bytes) -> Understood:
    """The questionnaire of a survey: its groups are themes, its questions with one answer keep their scale.

    Arrays give one question a line, in the order of the survey. Both layouts are read: a row for each
    language (older files) and texts in a section apart. Free texts, numbers, files, multiple choices,
    conditions and sections that are not read are said in the notes. Raises FileRefusedError for what is no
    such file, or holds no question to keep.
    """
    document = parse_document(data)
    if document.findtext("LimeSurveyDocType") != "Survey":
        raise refuse(
            sentence(gettext_noop("Ce fichier XML n’est pas la structure d’une enquête LimeSurvey.")),
            sentence(gettext_noop("Dans LimeSurvey, exportez « Structure de l’enquête (.lss) ».")),
        )
    return _Survey(document).read()


def parse_document(data: bytes) -> Element:
    """The root of an XML file; FileRefusedError for one that is broken, too large, or dangerous."""
    # Loaded by the few files that need it.
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    if len(data) > MAX_BYTES:
        raise refuse(
            sentence(gettext_noop("le fichier est trop grand (plus de 5 Mo).")),
            sentence(gettext_noop("Exportez la structure seule, sans les réponses.")),
        )
    try:
        document: Element = fromstring(data, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0,))[0]
        raise refuse(
            sentence(gettext_noop("Le fichier XML ne se lit pas (ligne %(line)s)."), line=line or "?"),
            sentence(gettext_noop("Exportez-le de nouveau depuis l’outil d’où il vient.")),
        ) from error
    return document


class _Survey:
    def __init__(self, document: Element) -> None:
        self.document = document
        self.notes: list[Sentence] = []
        self.others: dict[str, None] = {}
        self.borrowed: dict[str, set[tuple[str, str]]] = {}
        self.unsaid: set[tuple[str, str]] = set()
        named = [row.get("language", "") for row in self.rows("surveys")]
        named += [(one.text or "").strip() for one in document.iterfind("languages/language")]
        self.base = next((language for language in named if language), "")

    def rows(self, section: str) -> Iterator[Row]:
        for row in self.document.iterfind(f"{section}/rows/row"):
            yield {field.tag: (field.text or "").strip() for field in row}

    def note(self, template: str, **params: Any) -> None:
        self.notes.append(sentence(template, **params))

    def read(self) -> Understood:
        titles, purposes = (
            self.gather("surveys_languagesettings", "surveyls_survey_id", text, "surveyls_language")
            for text in ("surveyls_title", "surveyls_description")
        )
        title = next(iter(titles.values()), {"fr": "Enquête"})
        purpose = next(iter(purposes.values()), {})
        themes = list(self.themes())
        left_out = len(self.notes)
        self.tell_aside()
        self.tell_languages()
        cover = Cover(next(iter(title.values()), "enquete"), title, nature="network", purpose=purpose)
        try:
            data, told = build(cover, themes)
        except FileRefusedError as error:
            # Why no question is left; what else the file holds is nothing to correct.
            reasons = [Fault(note, NOTHING) for note in self.notes[: min(left_out, _MOST_NOTES)]]
            raise FileRefusedError([*error.faults, *reasons]) from error
        notes = self.notes[:_MOST_NOTES]
        if len(self.notes) > _MOST_NOTES:
            text = gettext_noop("Autres questions ou parties qui ne sont pas reprises : %(count)s.")
            notes.append(sentence(text, count=len(self.notes) - _MOST_NOTES))
        return Understood("limesurvey", data, (*notes, *told))

    def tell_aside(self) -> None:
        """The sections that are not read, where they say something, and what greets people."""
        aside = [
            part.tag
            for part in self.document
            if part.tag not in _READ
            and any(
                row.get("value", "-") if part.tag == "question_attributes" else row
                for row in self.rows(part.tag)
            )
        ]
        for start in range(0, len(aside), 3):  # a sentence shows eighty signs of a list
            text = gettext_noop("Ces parties ne sont pas reprises : %(names)s.")
            self.note(text, names=", ".join(aside[start : start + 3]))
        greetings = ("surveyls_welcometext", "surveyls_endtext")
        if any(row.get(name) for row in self.rows("surveys_languagesettings") for name in greetings):
            self.note(gettext_noop("Les textes d’accueil et de fin de l’enquête ne sont pas repris."))

    def tell_languages(self) -> None:
        for language in sorted(set(self.others) - set(self.borrowed)):
            text = gettext_noop(
                "Les textes en « %(language)s » ne sont pas repris : on garde le français et l’anglais."
            )
            self.note(text, language=language)
        for language, texts in sorted(self.borrowed.items()):
            text = gettext_noop(
                "Textes en « %(language)s » rangés comme du français, faute de français ou "
                "d’anglais, et à traduire : %(count)s."
            )
            self.note(text, language=language, count=len(texts))
        if self.unsaid:
            text = gettext_noop(
                "Textes dont le fichier ne dit pas la langue, rangés comme du français : %(count)s."
            )
            self.note(text, count=len(self.unsaid))

    def gather(
        self, section: str, key: str, text: str, language: str = "language"
    ) -> dict[str, dict[str, str]]:
        """{what it is of: {language: text}} of a section of translations.

        A row that names no language is in that of the survey. What is in neither French nor English stands
        for French where there is nothing else.
        """
        written: dict[str, dict[str, str]] = {}
        for row in self.rows(section):
            if row.get(text):
                written.setdefault(row.get(key, ""), {}).setdefault(row.get(language) or self.base, row[text])
        return {item: self.settle(texts, (text, item)) for item, texts in written.items()}

    def settle(self, texts: Texts, item: tuple[str, str]) -> dict[str, str]:
        """{language as the file has it: text} in our languages."""
        found: dict[str, str] = {}
        more: dict[str, str] = {}
        for named, text in texts.items():
            known = read_language(named)
            if known is not None:
                found.setdefault(known, text)
            elif named:
                more[named] = text
            else:
                self.unsaid.add(item)
                found.setdefault("fr", text)
        self.others.update(dict.fromkeys(more))
        if not found and more:
            first = self.base if self.base in more else next(iter(more))
            self.borrowed.setdefault(first, set()).add(item)
            found["fr"] = more[first]
        return found

    def translated(self, section: str, details: str, key: str, text: str) -> dict[str, dict[str, str]]:
        """Texts of items, whether they stand in the items themselves (older files) or in a section apart."""
        return {**self.gather(section, key, text), **self.gather(details, key, text)}

    def themes(self) -> Iterator[AskedTheme]:
        titles = self.translated("groups", "group_l10ns", "gid", "group_name")
        purposes = self.translated("groups", "group_l10ns", "gid", "description")
        self.texts = self.translated("questions", "question_l10ns", "qid", "question")
        self.texts |= self.translated("subquestions", "question_l10ns", "qid", "question")
        self.helps = self.translated("questions", "question_l10ns", "qid", "help")
        self.answers = self.read_answers()
        self.lines = self.read_lines()
        groups = {row.get("gid", ""): row for row in self.rows("groups")}
        questions = _sort(row for row in self.rows("questions") if _is_top(row))
        strays = {row.get("gid", ""): row for row in questions if row.get("gid", "") not in groups}
        ordered = sorted(groups.items(), key=lambda pair: _whole(pair[1].get("group_order")))
        for gid, row in [*ordered, *((gid, {}) for gid in strays)]:
            title = titles.get(gid, {"fr": "—"})
            if row.get("grelevance", "1") not in {"", "1"}:
                text = gettext_noop("Groupe « %(name)s » : sa condition n’est pas reprise (%(condition)s).")
                self.note(text, name=next(iter(title.values())), condition=row["grelevance"])
            asked = [
                one for question in questions if question.get("gid", "") == gid for one in self.ask(question)
            ]
            name = f"groupe-{gid}"
            domains = [AskedDomain(f"{name}-questions", title, asked)]
            yield AskedTheme(name, title, domains, purposes.get(gid, {}))

    def read_answers(self) -> dict[str, list[AskedLevel]]:
        """{question: its answers in order}; older files have a row for each language of an answer."""
        by_aid = self.gather("answer_l10ns", "aid", "answer")
        written: dict[tuple[str, str], dict[str, str]] = {}
        ready: dict[tuple[str, str], dict[str, str]] = {}
        for row in sorted(self.rows("answers"), key=lambda row: _whole(row.get("sortorder"))):
            place = row.get("qid", ""), row.get("code", "")
            texts = written.setdefault(place, {})
            if row.get("aid", "") in by_aid:
                ready[place] = by_aid[row.get("aid", "")]
            elif row.get("answer"):
                texts.setdefault(row.get("language") or self.base, row["answer"])
        found: dict[str, list[AskedLevel]] = {}
        for (qid, code), texts in written.items():
            words = ready.get((qid, code)) or self.settle(texts, (f"answer {qid}", code)) or {"fr": code}
            found.setdefault(qid, []).append(AskedLevel(words))
        return found

    def read_lines(self) -> dict[str, list[Row]]:
        lines: dict[str, list[Row]] = {}
        apart = (row for row in self.rows("questions") if not _is_top(row))
        for row in _sort([*self.rows("subquestions"), *apart]):
            if row.get("scale_id", "0") in {"", "0"}:
                lines.setdefault(row.get("parent_qid", ""), []).append(row)
        return lines

    def ask(self, question: Row) -> Iterator[AskedQuestion]:
        kind, qid, code = question.get("type", ""), question.get("qid", ""), question.get("title", "")
        levels = self.answers.get(qid, []) if kind in (*LISTS, *ARRAYS) else KNOWN.get(kind, [])
        if not has_scale(levels):
            self.note(say_why_not(kind), code=code, kind=kind or "?", count=len(levels))
            return
        text, why = self.texts.get(qid, {"fr": code}), self.helps.get(qid, {})
        self.note_lost(question, code, text)
        if kind not in WITH_LINES:
            yield AskedQuestion(code, text, levels, why, code)
            return
        lines = self.lines.get(qid, [])
        if not lines:
            self.note(gettext_noop("Question « %(code)s » : ce tableau n’a aucune ligne."), code=code)
        for line in lines:
            named = self.texts.get(line.get("qid", ""), {"fr": line.get("title", "")})
            joined = {
                language: f"{text.get(language) or next(iter(text.values()))} {words}"
                for language, words in named.items()
            }
            place = f"{code}[{line.get('title', '')}]"
            yield AskedQuestion(f"{code}-{line.get('title', '')}", joined, levels, why, place)

    def note_lost(self, question: Row, code: str, text: Texts) -> None:
        """What a question that is kept loses on the way."""
        if question.get("other") == "Y":
            self.note(gettext_noop("Question « %(code)s » : elle perd sa réponse « autre »."), code=code)
        if question.get("type") == "O":
            self.note(gettext_noop("Question « %(code)s » : elle perd sa case de commentaire."), code=code)
        if question.get("relevance", "1") not in {"", "1"}:
            said = gettext_noop("Question « %(code)s » : sa condition n’est pas reprise (%(condition)s).")
            self.note(said, code=code, condition=question["relevance"])
        if any("{" in words for words in text.values()):
            said = gettext_noop("Question « %(code)s » : son texte cite une autre réponse, récrivez-le.")
            self.note(said, code=code)


def _sort(rows: Iterable[Row]) -> list[Row]:
    """Each question once (older files have a row for each language), in the order of the survey."""
    once: dict[object, Row] = {}
    for row in rows:
        once.setdefault(row.get("qid") or id(row), row)
    return sorted(once.values(), key=lambda row: _whole(row.get("question_order")))


def _is_top(row: Row) -> bool:
    return row.get("parent_qid", "0") in {"", "0"}


def _whole(text: Any) -> int:
    return int(text) if isinstance(text, str) and text.isdigit() and len(text) < 9 else 0
