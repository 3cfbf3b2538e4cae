"""From valid data to the typed model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from .codes import GUIDE, QUESTIONNAIRE
from .model import (
    ActionTemplate,
    Adaptation,
    AnsweredBy,
    Applicability,
    Axis,
    Domain,
    Duty,
    Ends,
    Example,
    ExampleKind,
    FurtherQuestion,
    Indicator,
    LegalReference,
    Level,
    Lever,
    Neighbour,
    Provenance,
    Question,
    Referential,
    Rescale,
    Resource,
    Source,
    Text,
)
from .problems import InvalidReferentialError
from .validation import validate

Typeset = Callable[[str, str], str]
"""(text, language) → the same text with its typography: no-break spaces and the like."""


def content_hash(data: Any) -> str:
    """SHA-256 (hexadecimal) of the data, whatever the order of its keys, the file layout or the typography.

    Two files with the same content have the same hash; any change of a word, an id or an order changes it.
    """
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def parse_referential(data: Any, typeset: Typeset | None = None) -> Referential:
    """The typed referential of `data` (from `load_yaml`, `load_folder` or JSON); `data` is not changed.

    `typeset` is applied once to every human text, so that what is shown never needs it again. Raises
    InvalidReferentialError with every fault when `validate` finds any.
    """
    problems = validate(data)
    if problems:
        raise InvalidReferentialError(problems)
    return _Parser(tuple(data["languages"]), typeset).parse(data)


def parse_source(data: Any, read: Callable[[Mapping[str, str]], Text]) -> Source:
    """A document that items come from; `read` turns its title into a text."""
    return Source(data["id"], read(data["title"]), data["publisher"], data.get("date"), data.get("url"))


def parse_rescale(data: Any) -> Rescale:
    """The rule by which the answers to a question are read on its new scale."""
    levels = sorted((int(level), became) for level, became in data["map"].items())
    return Rescale(data["question"], data["from_version"], tuple(levels))


def list_sources(data: Any) -> list[Any]:
    """The sources declared at the top of valid data, then those of each axis, each id once."""
    declared = [*data["sources"], *(source for axis in data["axes"] for source in axis.get("sources", ()))]
    return list({source["id"]: source for source in reversed(declared)}.values())[::-1]


def parse_applicability(data: Any) -> Applicability:
    """For whom an item of valid data makes sense: its block of conditions and its written one."""
    conditions = dict(data.get("applicability", {}))
    for several in ("legal_forms", "sectors"):
        conditions[several] = tuple(conditions.get(several, ()))
    return Applicability(**conditions, when=data.get("when", ""))


class TextReader:
    """Reads {fr, en} blocks into texts: single spaces, one order of languages, typography applied."""

    def __init__(self, languages: tuple[str, ...], typeset: Typeset | None) -> None:
        self.languages, self.typeset = languages, typeset

    def text(self, value: Mapping[str, str]) -> Text:
        pairs = ((language, " ".join(value[language].split())) for language in self.languages)
        if self.typeset is None:
            return Text(tuple(pairs))
        typeset = self.typeset
        return Text(tuple((language, typeset(text, language)) for language, text in pairs))


class _Parser(TextReader):
    def texts(self, values: Any) -> tuple[Text, ...]:
        return tuple(self.text(value) for value in values)

    def provenance(self, value: Mapping[str, str]) -> Provenance:
        return Provenance(value["kind"], value["source"], value.get("place"))

    def parse(self, data: Any) -> Referential:
        return Referential(
            id=data["id"],
            version=data["version"],
            title=self.text(data["title"]),
            purpose=self.text(data["purpose"]),
            publisher=data["publisher"],
            licence=data["licence"],
            languages=self.languages,
            provenance=self.provenance(data["provenance"]),
            sources=tuple(parse_source(source, self.text) for source in list_sources(data)),
            duties=tuple(self.duty(duty) for duty in data.get("duties", ())),
            neighbour=self.neighbour(data["neighbour"]) if "neighbour" in data else None,
            axes=tuple(self.axis(axis, data.get("kind", GUIDE)) for axis in data["axes"]),
            content_hash=content_hash(data),
            rescales=tuple(parse_rescale(rule) for rule in data.get("rescales", ())),
        )

    def axis(self, data: Any, kind: str) -> Axis:
        identity = data["id"]
        head = {
            "id": identity,
            "number": data["number"],
            "title": self.text(data["title"]),
            "short": self.text(data["short"]),
            "purpose": self.text(data["purpose"]),
            "announced": data.get("announced", False),
            "provenance": self.provenance(data["provenance"]),
        }
        if head["announced"]:
            return Axis(**head)
        if kind == QUESTIONNAIRE:
            return Axis(**head, domains=tuple(self.domain(domain, identity) for domain in data["domains"]))
        return Axis(
            **head,
            about=self.text(data["about"]),
            key_ideas=self.texts(data["key_ideas"]),
            stakes_enterprise=self.texts(data["stakes"]["enterprise"]),
            stakes_society=self.texts(data["stakes"]["society"]),
            domains=tuple(self.domain(domain, identity) for domain in data["domains"]),
            example_kinds=tuple(
                ExampleKind(kind["id"], self.text(kind["title"])) for kind in data["example_kinds"]
            ),
            examples=tuple(self.example(example, identity) for example in data["examples"]),
            resources=tuple(self.resource(resource, identity) for resource in data["resources"]),
            legal_references=tuple(self.legal_reference(item) for item in data["legal_references"]),
            further_questions=tuple(
                FurtherQuestion(
                    item["id"], identity, self.text(item["text"]), self.provenance(item["provenance"])
                )
                for item in data.get("further_questions", ())
            ),
            near=tuple(data.get("near", ())),
        )

    def duty(self, data: Any) -> Duty:
        return Duty(
            id=data["id"],
            applicability=parse_applicability(data),
            provenance=self.provenance(data["provenance"]),
            url=data.get("url"),
            **{key: self.text(data[key]) for key in ("title", "says", "period", "document")},
        )

    def neighbour(self, data: Any) -> Neighbour:
        return Neighbour(data["referential"], data["relation"], self.text(data["note"]))

    def domain(self, data: Any, axis: str) -> Domain:
        place = (axis, data["id"])
        return Domain(
            id=data["id"],
            axis=axis,
            title=self.text(data["title"]),
            purpose=self.text(data["purpose"]),
            levers=tuple(self.lever(lever, place) for lever in data.get("levers", ())),
            questions=tuple(self.question(question, place) for question in data["questions"]),
            indicators=tuple(self.indicator(indicator, place) for indicator in data.get("indicators", ())),
            provenance=self.provenance(data["provenance"]),
        )

    def lever(self, data: Any, place: tuple[str, str]) -> Lever:
        action = ActionTemplate(
            **{key: self.text(data["action"][key]) for key in ("title", "first_step", "result", "means")}
        )
        return Lever(
            id=data["id"],
            axis=place[0],
            domain=place[1],
            title=self.text(data["title"]),
            summary=self.text(data["summary"]),
            action=action,
            provenance=self.provenance(data["provenance"]),
        )

    def question(self, data: Any, place: tuple[str, str]) -> Question:
        return Question(
            id=data["id"],
            axis=place[0],
            domain=place[1],
            depth=data.get("depth", "full"),
            statement=self.text(data["statement"]),
            wording=self.text(data["wording"]),
            colleges=tuple(data.get("colleges", ())),
            why=self.text(data["why"]),
            evidence=self.texts(data.get("evidence", ())),
            levels=tuple(
                Level(number, self.text(level["description"]), self.text(level["short"]))
                for number, level in enumerate(data["levels"], start=1)
            ),
            ends=Ends(self.text(data["ends"]["low"]), self.text(data["ends"]["high"])),
            levers=tuple(data.get("levers", ())),
            discussion=self.text(data["discussion"]),
            applicability=parse_applicability(data),
            provenance=self.provenance(data["provenance"]),
            levels_provenance=self.provenance(data["levels_provenance"]),
            reversed=data.get("reversed", False),
            answered_by=tuple(
                AnsweredBy(item["duty"], self.text(item["part"])) for item in data.get("answered_by", ())
            ),
        )

    def indicator(self, data: Any, place: tuple[str, str]) -> Indicator:
        texts = ("title", "definition", "unit", "formula", "period", "source_document")
        return Indicator(
            id=data["id"],
            axis=place[0],
            domain=place[1],
            kind=data["kind"],
            stage=data.get("stage"),
            provenance=self.provenance(data["provenance"]),
            **{key: self.text(data[key]) for key in texts},
        )

    def example(self, data: Any, axis: str) -> Example:
        return Example(
            id=data["id"],
            axis=axis,
            kind=data["kind"],
            domain=data["domain"],
            provenance=self.provenance(data["provenance"]),
            **{key: self.text(data[key]) for key in ("who", "title", "story", "effect")},
            need=self.text(data["need"]) if "need" in data else None,
            families=tuple(data.get("families", ())),
            sectors=tuple(data.get("sectors", ())),
            effects=tuple(data.get("effects", ())),
            adapt=self.adaptation(data["adapt"]) if "adapt" in data else None,
        )

    def adaptation(self, data: Any) -> Adaptation:
        return Adaptation(*(self.text(data[key]) for key in ("title", "first_step", "result")))

    def resource(self, data: Any, axis: str) -> Resource:
        return Resource(
            id=data["id"],
            axis=axis,
            kind=data["kind"],
            title=self.text(data["title"]),
            use=self.text(data["use"]),
            publisher=data["publisher"],
            year=data.get("year"),
            url=data.get("url"),
            provenance=self.provenance(data["provenance"]),
        )

    def legal_reference(self, data: Any) -> LegalReference:
        return LegalReference(
            id=data["id"],
            citation=self.text(data["citation"]),
            says=self.text(data["says"]),
            url=data.get("url"),
            provenance=self.provenance(data["provenance"]),
        )
