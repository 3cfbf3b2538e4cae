"""A framework in the YAML of CISO Assistant: nodes in a tree, some of them asked, with scores or choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ._building import AskedDomain, AskedLevel, AskedQuestion, AskedTheme, Cover, build, has_scale
from ._ciso_left import list_inside, tell_left
from ._sentences import (
    Fault,
    FileRefusedError,
    Sentence,
    Understood,
    gettext_noop,
    line_fault,
    refuse,
    sentence,
)

_LEVEL = re.compile(r"^\s*niveau\s+(\d+)\s*[:\-–]\s*", re.I | re.M)
_MOST_NOTES = 40
Node = Mapping[str, Any]


def is_ciso(data: Any) -> bool:
    """Whether the data is a library of that format."""
    return isinstance(data, dict) and isinstance(data.get("objects"), dict) and "urn" in data


def read_ciso(data: Mapping[str, Any]) -> Understood:
    """The questionnaire of a library's framework: nodes that are not asked become themes and domains.

    A node with questions gives one for each with a single choice; a node without gives one whose answers are
    the levels told in its text, or those of the framework. What cannot be carried is said. Raises
    FileRefusedError where there is no framework, or with the line of a node whose parent does not exist.
    """
    framework = data["objects"].get("framework")
    nodes = framework.get("requirement_nodes") if isinstance(framework, dict) else None
    if not isinstance(framework, dict) or not isinstance(nodes, list) or not nodes:
        raise refuse(
            sentence(gettext_noop("Ce fichier ne contient aucun cadre à évaluer (« framework »).")),
            sentence(gettext_noop("Choisissez le fichier qui contient « requirement_nodes ».")),
        )
    reader = _Reader(framework, nodes, str(data.get("locale") or "fr"))
    themes = reader.read()
    if reader.faults:
        raise FileRefusedError(reader.faults)
    name = _word(framework, "name") or _word(data, "name") or "Cadre"
    cover = Cover(
        _word(framework, "ref_id") or name,
        reader.text(name),
        publisher=_word(data, "provider"),
        licence=_word(data, "copyright"),
        purpose=reader.text(_word(framework, "description")),
    )
    built, told = build(cover, themes)
    return Understood("ciso", built, (*reader.tell(data), *told))


def _word(node: Node, key: str) -> str:
    value = node.get(key)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


class _Reader:
    def __init__(self, framework: Node, nodes: list[Any], locale: str) -> None:
        self.framework = framework
        self.language = "en" if locale.lower().startswith("en") else "fr"
        self.nodes = nodes
        self.faults: list[Fault] = []
        self.aside: list[Sentence] = []
        self.scored = 0
        self.scores = self.read_scores()

    def text(self, words: str) -> dict[str, str]:
        return {self.language: words} if words else {}

    def read_scores(self) -> list[AskedLevel]:
        told = self.framework.get("scores_definition")
        scores = [score for score in told if isinstance(score, dict)] if isinstance(told, list) else []
        return [
            AskedLevel(
                self.text(_word(score, "name") or _word(score, "score")),
                self.text(_word(score, "description")),
            )
            for score in scores
        ]

    def fail(self, place: int, message: Sentence, advice: Sentence) -> None:
        lines = getattr(self.nodes, "lines", {})
        self.faults.append(line_fault(message, advice, line=lines.get(place)))

    def read(self) -> list[AskedTheme]:
        known: dict[str, Node] = {}
        for place, node in enumerate(self.nodes):
            if not isinstance(node, dict) or not _word(node, "urn"):
                self.fail(
                    place,
                    sentence(gettext_noop("cet élément n’a pas d’« urn ».")),
                    sentence(gettext_noop("Donnez-lui un « urn » différent des autres.")),
                )
                continue
            parent = _word(node, "parent_urn")
            if parent and parent not in known:
                self.fail(
                    place,
                    sentence(gettext_noop("« parent_urn » ne mène à aucun élément écrit plus haut.")),
                    sentence(gettext_noop("Corrigez-le, ou mettez le parent avant ses enfants.")),
                )
            known[_word(node, "urn")] = node
        return [] if self.faults else list(self.gather(known))

    def gather(self, known: Mapping[str, Node]) -> Iterator[AskedTheme]:
        themes: dict[str, AskedTheme] = {}
        reached: set[str] = set()
        for node in known.values():
            path = self.path_of(node, known)
            if node.get("assessable") is True:
                reached |= {_word(one, "urn") for one in path}
            within = [_word(one, key) for one in path[2:] for key in ("name", "description")]
            questions = list(self.ask(node, within)) if node.get("assessable") is True else []
            if not questions:
                continue
            top = path[0]
            theme = themes.setdefault(
                _word(top, "urn"), AskedTheme(self.name_of(top), self.title_of(top), purpose=self.told(top))
            )
            inner = path[1] if len(path) > 1 else top
            name = f"{self.name_of(inner)}-questions" if inner is top else self.name_of(inner)
            domain = next((one for one in theme.domains if one.name == name), None)
            if domain is None:
                domain = AskedDomain(name, self.title_of(inner), purpose=self.told(inner))
                theme.domains.append(domain)
            domain.questions += questions
        for urn, node in known.items():
            if urn not in reached and node.get("assessable") is not True:
                self.note(
                    node, gettext_noop("« %(name)s » n’est pas repris : il n’a aucune question au-dessous.")
                )
        yield from themes.values()

    def path_of(self, node: Node, known: Mapping[str, Node]) -> list[Node]:
        """The nodes above this one that are not asked, outermost first; itself where there is none."""
        path: list[Node] = []
        above: Node | None = known.get(_word(node, "parent_urn"))
        while above is not None:
            if above.get("assessable") is not True:
                path.insert(0, above)
            above = known.get(_word(above, "parent_urn"))
        return path or [node]

    def name_of(self, node: Node) -> str:
        return _word(node, "ref_id") or _word(node, "urn").rpartition(":")[2]

    def title_of(self, node: Node) -> dict[str, str]:
        return self.text(_word(node, "name") or _word(node, "ref_id") or "—")

    def told(self, node: Node) -> dict[str, str]:
        return self.text(_word(node, "description"))

    def help_of(self, node: Node, within: list[str], asked: str) -> dict[str, str]:
        """What stands around a question and its text does not hold: where it is, its name, what is noted."""
        around = [*within, *(_word(node, key) for key in ("name", "description", "annotation"))]
        return self.text(" — ".join(text for text in around if text and text != asked))

    def ask(self, node: Node, within: list[str]) -> Iterator[AskedQuestion]:
        questions = list_inside(node, "questions")
        if questions:
            for number, question in enumerate(questions, start=1):
                if isinstance(question, dict):
                    yield from self.ask_choice(node, question, number if len(questions) > 1 else 0, within)
            return
        told = _word(node, "description")
        described = split_levels(told)
        statement = described[0] or _word(node, "name")
        levels = self.match_levels(described[1]) if described[1] else self.scores
        if not has_scale(levels):
            self.note(
                node,
                gettext_noop("« %(name)s » n’est pas repris : le fichier ne dit pas comment y répondre."),
            )
        else:
            yield AskedQuestion(
                self.name_of(node),
                self.text(statement),
                levels,
                self.help_of({**node, "description": ""}, within, statement),
                self.name_of(node),
            )

    def match_levels(self, told: list[str]) -> list[AskedLevel]:
        names = self.scores if len(self.scores) == len(told) else []
        return [
            AskedLevel(self.text(text), {**(names[place].description if names else {}), **self.text(text)})
            for place, text in enumerate(told)
        ]

    def ask_choice(
        self, node: Node, question: Node, number: int, within: list[str]
    ) -> Iterator[AskedQuestion]:
        kind, choices = _word(question, "type"), question.get("choices")
        levels = [
            AskedLevel(self.text(_word(choice, "value")), self.text(_word(choice, "description")))
            for choice in _in_order(choices)
        ]
        if kind != "unique_choice" or not has_scale(levels):
            self.note(
                node,
                gettext_noop(
                    "« %(name)s » n’est pas repris : il faut une seule réponse "
                    "parmi 2 à 11 (%(kind)s, %(count)s)."
                ),
                kind=kind or "?",
                count=len(levels),
            )
            return
        self.scored += _are_scored(list_inside(question, "choices"))
        name = f"{self.name_of(node)}-{number}" if number else self.name_of(node)
        text = _word(question, "text") or _word(node, "name") or _word(node, "description")
        yield AskedQuestion(
            name, self.text(text), levels, self.help_of(node, within, text), self.name_of(node)
        )

    def note(self, node: Node, template: str, **params: Any) -> None:
        self.aside.append(sentence(template, name=self.name_of(node), **params))

    def tell(self, data: Node) -> Iterator[Sentence]:
        yield sentence(
            gettext_noop(
                "Les réponses sont prises dans l’ordre du fichier, de la moins "
                "bonne à la meilleure : vérifiez-le."
            )
        )
        if self.scored:
            yield sentence(
                gettext_noop(
                    "Questions dont les réponses sont rangées d’après leurs points "
                    "(« add_score ») : %(count)s."
                ),
                count=self.scored,
            )
        yield from self.aside[:_MOST_NOTES]
        if len(self.aside) > _MOST_NOTES:
            yield sentence(
                gettext_noop("Autres éléments qui ne sont pas repris : %(count)s."),
                count=len(self.aside) - _MOST_NOTES,
            )
        if any(isinstance(node, dict) and node.get("implementation_groups") for node in self.nodes):
            yield sentence(
                gettext_noop("Les groupes d’application et les conditions du fichier ne sont pas repris.")
            )
        yield from tell_left(data, self.framework, self.nodes)
        controls = data["objects"].get("reference_controls")
        if isinstance(controls, list) and controls:
            yield sentence(
                gettext_noop("Mesures proposées par le fichier, qui ne sont pas reprises : %(count)s."),
                count=len(controls),
            )


def _in_order(choices: Any) -> list[Node]:
    """The choices of a question, in the order of their scores where all have one, else of the file."""
    held: list[Node] = (
        [choice for choice in choices if isinstance(choice, dict)] if isinstance(choices, list) else []
    )
    return sorted(held, key=lambda choice: float(choice["add_score"])) if _are_scored(held) else held


def _are_scored(choices: list[Node]) -> bool:
    scores = [choice.get("add_score") for choice in choices if isinstance(choice, dict)]
    return bool(scores) and all(type(score) in {int, float} for score in scores)


def split_levels(text: str) -> tuple[str, list[str]]:
    """(« the question », [what each level says]) for a text whose lines begin by « Niveau 0 : »…

    The text as it is, and no level, where they are not numbered one after the other.
    """
    marks = list(_LEVEL.finditer(text))
    numbers = [int(mark[1]) for mark in marks if len(mark[1]) < 4]
    if len(marks) < 2 or numbers != list(range(numbers[0], numbers[0] + len(marks))):
        return text, []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return text[: marks[0].start()].strip(), [
        text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)
    ]
