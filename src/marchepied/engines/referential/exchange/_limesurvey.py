"""LimeSurvey's structure of a survey (.lss): groups, questions and ordered answers. Never its responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from ._building import AskedDomain, AskedLevel, AskedQuestion, AskedTheme, Cover, build, has_scale
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
from ._xlsform_read import read_language

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_BYTES = 5_000_000
_LISTS, _ARRAYS = ("L", "!", "O"), ("F", "H")
_MOST_NOTES = 40


def _numbers(count: int) -> list[AskedLevel]:
    return [AskedLevel({"fr": str(n), "en": str(n)}) for n in range(1, count + 1)]


_YES_NO = [AskedLevel({"fr": "Non", "en": "No"}), AskedLevel({"fr": "Oui", "en": "Yes"})]
_UNSURE = [_YES_NO[0], AskedLevel({"fr": "Pas sûr", "en": "Uncertain"}), _YES_NO[1]]
_SAME = [
    AskedLevel({"fr": "En baisse", "en": "Decrease"}),
    AskedLevel({"fr": "Sans changement", "en": "Same"}),
    AskedLevel({"fr": "En hausse", "en": "Increase"}),
]
_KNOWN: Mapping[str, list[AskedLevel]] = {
    "5": _numbers(5),
    "Y": _YES_NO,
    "A": _numbers(5),
    "B": _numbers(10),
    "C": _UNSURE,
    "E": _SAME,
}
_WITH_LINES = ("A", "B", "C", "E", *_ARRAYS)

Row = dict[str, str]


def read_limesurvey(data: bytes) -> Understood:
    """The questionnaire of a survey: its groups are themes, its questions with one answer keep their scale.

    Arrays give one question a line. Free texts, numbers, files, multiple choices, conditions and quotas are
    said in the notes. Raises FileRefusedError for what is no such file, or holds no question to keep.
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
        self.others: set[str] = set()

    def rows(self, section: str) -> Iterator[Row]:
        for row in self.document.iterfind(f"{section}/rows/row"):
            yield {field.tag: (field.text or "").strip() for field in row}

    def read(self) -> Understood:
        titles = self.gather(
            "surveys_languagesettings", "surveyls_survey_id", "surveyls_title", "surveyls_language"
        )
        title = next(iter(titles.values()), {"fr": "Enquête"})
        themes = list(self.themes())
        for language in sorted(self.others):
            self.notes.append(
                sentence(
                    gettext_noop(
                        "Les textes en « %(language)s » ne sont pas repris : on "
                        "garde le français et l’anglais."
                    ),
                    language=language,
                )
            )
        aside = [
            name for name in ("conditions", "quota", "assessments", "defaultvalues") if any(self.rows(name))
        ]
        if aside:
            self.notes.append(
                sentence(
                    gettext_noop("Ces parties ne sont pas reprises : %(names)s."), names=", ".join(aside)
                )
            )
        cover = Cover(next(iter(title.values()), "enquete"), title, nature="network")
        try:
            data, told = build(cover, themes)
        except FileRefusedError as error:
            reasons = [Fault(note, NOTHING) for note in self.notes[:5]]
            raise FileRefusedError([*error.faults, *reasons]) from error
        return Understood("limesurvey", data, (*self.notes[:_MOST_NOTES], *told))

    def gather(
        self, section: str, key: str, text: str, language: str = "language"
    ) -> dict[str, dict[str, str]]:
        """{what it is of: {language: text}} of a section of translations."""
        found: dict[str, dict[str, str]] = {}
        for row in self.rows(section):
            known = read_language(row.get(language, ""))
            if known is None:
                self.others.add(row.get(language, "?"))
                known = "other"
            if row.get(text):
                found.setdefault(row.get(key, ""), {})[known] = row[text]
        for texts in found.values():
            other = texts.pop("other", None)
            if not texts and other is not None:
                texts["fr"] = other
        return found

    def translated(self, section: str, details: str, key: str, text: str) -> dict[str, dict[str, str]]:
        """Texts of items, whether they stand in the items themselves (older files) or in a section apart."""
        return {**self.gather(section, key, text), **self.gather(details, key, text)}

    def themes(self) -> Iterator[AskedTheme]:
        titles = self.translated("groups", "group_l10ns", "gid", "group_name")
        self.texts = self.translated("questions", "question_l10ns", "qid", "question")
        self.texts |= self.translated("subquestions", "question_l10ns", "qid", "question")
        self.answers = self.read_answers()
        self.lines = self.read_lines()
        groups = {row.get("gid", ""): row for row in self.rows("groups")}
        questions = sorted(self.rows("questions"), key=lambda row: _whole(row.get("question_order")))
        for gid, row in sorted(groups.items(), key=lambda pair: _whole(pair[1].get("group_order"))):
            title = titles.get(gid, {"fr": "—"})
            asked = [
                one
                for question in questions
                if question.get("gid") == gid and _is_top(question)
                for one in self.ask(question)
            ]
            name = f"groupe-{row.get('gid', '')}"
            yield AskedTheme(name, title, [AskedDomain(f"{name}-questions", title, asked)])

    def read_answers(self) -> dict[str, list[AskedLevel]]:
        by_aid = self.gather("answer_l10ns", "aid", "answer")
        found: dict[str, list[AskedLevel]] = {}
        seen: dict[tuple[str, str], dict[str, str]] = {}
        for row in sorted(self.rows("answers"), key=lambda row: _whole(row.get("sortorder"))):
            qid, code = row.get("qid", ""), row.get("code", "")
            texts = by_aid.get(row.get("aid", ""))
            if texts is None:
                language = read_language(row.get("language", "")) or "fr"
                texts = {language: row.get("answer", code)}
            if (qid, code) in seen:  # older files have a row for each language
                seen[qid, code].update({k: text for k, text in texts.items() if k not in seen[qid, code]})
                continue
            seen[qid, code] = dict(texts)
            found.setdefault(qid, []).append(AskedLevel(seen[qid, code]))
        return found

    def read_lines(self) -> dict[str, list[Row]]:
        lines: dict[str, list[Row]] = {}
        seen = set()
        for row in [*self.rows("subquestions"), *(row for row in self.rows("questions") if not _is_top(row))]:
            if row.get("qid") not in seen and row.get("scale_id", "0") in {"", "0"}:
                seen.add(row.get("qid"))
                lines.setdefault(row.get("parent_qid", ""), []).append(row)
        return lines

    def ask(self, question: Row) -> Iterator[AskedQuestion]:
        kind, qid, code = question.get("type", ""), question.get("qid", ""), question.get("title", "")
        levels = self.answers.get(qid, []) if kind in (*_LISTS, *_ARRAYS) else _KNOWN.get(kind, [])
        if not has_scale(levels):
            self.notes.append(
                sentence(
                    gettext_noop(
                        "Question « %(code)s » : elle n’est pas reprise, il faut une réponse "
                        "parmi 2 à 11 (type %(kind)s, %(count)s)."
                    ),
                    code=code,
                    kind=kind or "?",
                    count=len(levels),
                )
            )
            return
        if question.get("other") == "Y":
            self.notes.append(
                sentence(gettext_noop("Question « %(code)s » : elle perd sa réponse « autre »."), code=code)
            )
        text = self.texts.get(qid, {"fr": code})
        if kind not in _WITH_LINES:
            yield AskedQuestion(code, text, levels, place=code)
            return
        for line in self.lines.get(qid, []):
            named = self.texts.get(line.get("qid", ""), {"fr": line.get("title", "")})
            joined = {
                language: f"{text.get(language) or next(iter(text.values()))} {words}"
                for language, words in named.items()
            }
            place = f"{code}[{line.get('title', '')}]"
            yield AskedQuestion(f"{code}-{line.get('title', '')}", joined, levels, place=place)


def _is_top(row: Row) -> bool:
    return row.get("parent_qid", "0") in {"", "0"}


def _whole(text: Any) -> int:
    return int(text) if isinstance(text, str) and text.isdigit() and len(text) < 9 else 0
