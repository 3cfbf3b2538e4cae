"""The structure of a LimeSurvey survey (.lss) as questions; never its answers."""

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from ._questions import (
    DATE,
    MATRIX,
    MOST_CHOICES,
    MOST_QUESTIONS,
    MOST_ROWS,
    MULTIPLE,
    NUMBER,
    RANKING,
    SCALE,
    SINGLE,
    TEXT,
    WRITTEN,
    Fault,
    Question,
    Words,
)
from ._xlsform import ReadSurvey

MAX_BYTES = 5_000_000
# Letters by which LimeSurvey names its kinds.
_KINDS = {
    **dict.fromkeys("L!O", SINGLE),
    **dict.fromkeys("5Y", SCALE),
    **dict.fromkeys("MP", MULTIPLE),
    "R": RANKING,
    **dict.fromkeys("ABCEFH", MATRIX),
    "N": NUMBER,
    "D": DATE,
    **dict.fromkeys("STU", TEXT),
}
_NUMBERS = {"5": 5, "A": 5, "B": 10}
_FIXED = {
    "Y": (("Non", "No"), ("Oui", "Yes")),
    "C": (("Non", "No"), ("Pas sûr", "Uncertain"), ("Oui", "Yes")),
    "E": (("En baisse", "Decrease"), ("Sans changement", "Same"), ("En hausse", "Increase")),
}
_TAGS = re.compile(r"<[^>]*>")

type Row = dict[str, str]


def read_lss(data: bytes) -> ReadSurvey:
    """The questions of a survey, a group a page. Faults as `read_xlsform`; `not_lss` for no such file."""
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 (loaded by the few files that need it)
    from defusedxml.ElementTree import fromstring  # noqa: PLC0415

    refused = ReadSurvey({}, (), (Fault("not_lss"),))
    if len(data) > MAX_BYTES:
        return refused
    try:
        document = fromstring(data, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError):
        return refused
    if document.findtext("LimeSurveyDocType") != "Survey":
        return refused
    sections = {
        section.tag: [
            {one.tag: (one.text or "").strip() for one in row} for row in section.iterfind("rows/row")
        ]
        for section in document
    }
    return _Reading(sections).read()


class _Reading:
    def __init__(self, sections: dict[str, list[Row]]) -> None:
        self.sections = sections
        self.faults: list[Fault] = []
        self.texts = self.gather(("questions", "subquestions", "question_l10ns"), "qid", "question")
        self.choices = self.read_choices()
        self.lines: dict[str, list[Row]] = {}
        seen = set()
        for row in [*self.rows("subquestions"), *(row for row in self.rows("questions") if not _is_top(row))]:
            if row.get("qid") not in seen and row.get("scale_id", "0") in {"", "0"}:
                seen.add(row.get("qid"))
                self.lines.setdefault(row.get("parent_qid", ""), []).append(row)

    def rows(self, name: str) -> list[Row]:
        return self.sections.get(name, [])

    def read(self) -> ReadSurvey:
        titles = self.gather(
            ("surveys_languagesettings",), "surveyls_survey_id", "surveyls_title", "surveyls_language"
        )
        questions = list(self.read_questions())
        if len(questions) > MOST_QUESTIONS:
            self.faults += [
                Fault("left_many", params={"name": one.wording["fr"][:40]})
                for one in questions[MOST_QUESTIONS:]
            ]
        if any(self.rows("conditions")):
            self.faults.append(Fault("left_conditions"))
        if not questions:
            self.faults.append(Fault("not_survey"))
        return ReadSurvey(
            next(iter(titles.values()), {}), tuple(questions[:MOST_QUESTIONS]), tuple(self.faults)
        )

    def gather(
        self, sections: tuple[str, ...], key: str, text: str, language: str = "language"
    ) -> dict[str, dict[str, str]]:
        """{what it is of: {language: text}}, French standing for a language that we do not know."""
        found: dict[str, dict[str, str]] = {}
        for section in sections:
            for row in self.rows(section):
                if plain := _plain(row.get(text, "")):
                    low = row.get(language, "").lower()
                    code = low[:2] if low[:2] in {"fr", "en"} else "other"
                    found.setdefault(row.get(key, ""), {})[code] = plain
        for texts in found.values():
            other = texts.pop("other", None)
            texts.setdefault("fr", other or texts.get("en", ""))
        return found

    def read_choices(self) -> dict[str, list[Words]]:
        apart = self.gather(("answer_l10ns",), "aid", "answer")
        found: dict[str, dict[str, dict[str, str]]] = {}
        for row in sorted(self.rows("answers"), key=lambda row: _whole(row.get("sortorder", ""))):
            own = found.setdefault(row.get("qid", ""), {}).setdefault(row.get("code", ""), {})
            low = row.get("language", "").lower()
            here = {"en" if low.startswith("en") else "fr": _plain(row.get("answer", ""))}
            own.update(apart.get(row.get("aid", "")) or here)
        for choices in found.values():
            for code, words in choices.items():
                words.setdefault("fr", words.get("en") or code)
        return {qid: list(choices.values()) for qid, choices in found.items()}

    def read_questions(self) -> Iterator[Question]:
        order = {
            row.get("gid", ""): (_whole(row.get("group_order", "")), row.get("gid", ""))
            for row in self.rows("groups")
        }
        pages = {gid: page for page, gid in enumerate(sorted(order, key=order.__getitem__), 1)}
        seen: set[str] = set()
        rows = [row for row in self.rows("questions") if _is_top(row)]
        rows.sort(key=lambda row: (pages.get(row.get("gid", ""), 1), _whole(row.get("question_order", ""))))
        number = 0
        for row in rows:
            if row.get("qid", "") in seen:  # older files have a row for each language
                continue
            seen.add(row.get("qid", ""))
            question = self.ask(row, f"q{number + 1}", min(20, pages.get(row.get("gid", ""), 1)))
            if question is not None:
                number += 1
                yield question

    def ask(self, row: Row, own: str, page: int) -> Question | None:
        letter, qid, code = row.get("type", ""), row.get("qid", ""), row.get("title", "")
        kind = _KINDS.get(letter)
        if kind is None:
            self.faults.append(Fault("left_kind", params={"kind": letter, "name": code}))
            return None
        lines = [
            self.texts.get(line.get("qid", ""), {"fr": line.get("title", "")})
            for line in self.lines.get(qid, [])
        ]
        choices = lines if kind == MULTIPLE else self.levels(letter, qid)
        rows = lines if kind == MATRIX else []
        if kind not in WRITTEN and not (2 <= len(choices) <= MOST_CHOICES and len(rows) <= MOST_ROWS):
            self.faults.append(Fault("left_choices", params={"name": code, "count": len(choices)}))
            return None
        if kind == MATRIX and not rows:
            self.faults.append(Fault("left_choices", params={"name": code, "count": 0}))
            return None
        if row.get("other") == "Y":
            self.faults.append(Fault("left_other", params={"name": code}))
        kept = () if kind in WRITTEN else tuple(choices)
        return Question(
            own, kind, self.texts.get(qid, {"fr": code}), choices=kept, rows=tuple(rows), page=page
        )

    def levels(self, letter: str, qid: str) -> list[Words]:
        if letter in _NUMBERS:
            return [{"fr": str(n), "en": str(n)} for n in range(1, _NUMBERS[letter] + 1)]
        if letter in _FIXED:
            return [{"fr": french, "en": english} for french, english in _FIXED[letter]]
        return self.choices.get(qid, [])


def _is_top(row: Row) -> bool:
    return row.get("parent_qid", "0") in {"", "0"}


def _plain(text: str) -> str:
    """The words of a text that may hold tags."""
    return " ".join(html.unescape(_TAGS.sub(" ", text)).split())[:300]


def _whole(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 9 else 0
