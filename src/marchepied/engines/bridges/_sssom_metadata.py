"""The block above the table: YAML, of which every scalar is a text and whose places are kept."""

import re
from dataclasses import dataclass, field

import yaml

from ._sssom_model import ExtensionDefinition, SssomError, SssomProblem

DEEPEST = 8
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
NAME = re.compile(r"[^\W\d][\w.\-·]*\Z")
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
DEFINITION_KEYS = frozenset({"slot_name", "property", "type_hint"})


@dataclass(slots=True)
class Node:
    """A text (None when it is null), a list or a table, and where it starts."""

    value: "str | list[Node] | dict[str, Node] | None"
    line: int
    column: int


@dataclass(slots=True)
class _Builder:
    """Makes nodes out of the parser's events. `shift` is what stands before the YAML on each line."""

    shift: int
    root: Node | None = None
    open: list[tuple[Node, list[Node]]] = field(default_factory=list)

    def take(self, event: yaml.Event) -> None:
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1 + self.shift) if mark else (1, 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _error(line, column, "les renvois (& et *) ne sont pas admis ici.")
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None):
            raise _error(line, column, "les types écrits avec ! ne sont pas admis ici.")
        if isinstance(event, yaml.ScalarEvent):
            null = event.value in NULLS and not event.style
            self._add(Node(None if null else event.value, line, column))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            if len(self.open) >= DEEPEST:
                raise _error(line, column, "trop de niveaux l’un dans l’autre.")
            empty: list[Node] | dict[str, Node] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            self.open.append((Node(empty, line, column), []))
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._close()
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise _error(line, column, "un seul bloc est admis avant le tableau.")

    def _add(self, node: Node) -> None:
        if self.open:
            self.open[-1][1].append(node)
        else:
            self.root = node

    def _close(self) -> None:
        node, children = self.open.pop()
        if isinstance(node.value, dict):
            for key, child in zip(children[::2], children[1::2], strict=True):
                if not isinstance(key.value, str):
                    raise _error(key.line, key.column, "un nom est attendu avant les deux-points.")
                if key.value in node.value:
                    raise _error(key.line, key.column, f"« {key.value} » est donné deux fois.")
                node.value[key.value] = child
        else:
            node.value = children
        self._add(node)


def parse_metadata(text: str, shift: int) -> dict[str, Node]:
    """The top of the block by key. Raises SssomError on what is not a table of texts and lists."""
    builder = _Builder(shift)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1 + shift) if mark else (1, 1)
        raise _error(line, column, "ce qui précède le tableau n’est pas du YAML bien formé.") from None
    except (yaml.YAMLError, UnicodeError):
        raise _error(1, 1, "un caractère interdit se trouve avant le tableau.") from None
    root = builder.root
    if root is None or root.value is None:
        return {}
    if not isinstance(root.value, dict):
        raise _error(root.line, root.column, "des lignes « nom: valeur » sont attendues avant le tableau.")
    return root.value


def read_prefixes(node: Node | None) -> dict[str, str]:
    """The prefixes declared: name → start of address."""
    if node is None or node.value is None:
        return {}
    if not isinstance(node.value, dict):
        raise _error(node.line, node.column, "curie_map est une liste de préfixes, « nom: adresse ».")
    prefixes = {}
    for name, child in node.value.items():
        if not isinstance(child.value, str) or not NAME.match(name):
            raise _error(child.line, child.column, f"le préfixe « {name} » n’a pas d’adresse lisible.")
        prefixes[name] = child.value
    return prefixes


def read_definitions(
    node: Node | None, prefixes: set[str], standard: set[str]
) -> tuple[tuple[ExtensionDefinition, ...], list[str]]:
    """The extensions that are well defined, and a sentence for each one that is not: it is then ignored."""
    found: dict[str, ExtensionDefinition] = {}
    notes = []
    for child in node.value if node is not None and isinstance(node.value, list) else ():
        definition = _read_definition(child, prefixes, standard)
        known = {each.meaning for each in found.values()}
        if definition is None or definition.slot_name in found or definition.meaning in known:
            notes.append(f"Ligne {child.line} : cette colonne ajoutée est mal définie, elle est ignorée.")
        else:
            found[definition.slot_name] = definition
    return tuple(found.values()), notes


def _read_definition(node: Node, prefixes: set[str], standard: set[str]) -> ExtensionDefinition | None:
    if not isinstance(node.value, dict) or not set(node.value) <= DEFINITION_KEYS:
        return None
    texts = {key: child.value for key, child in node.value.items() if child.value is not None}
    if not all(isinstance(text, str) for text in texts.values()):
        return None
    definition = ExtensionDefinition(
        *(str(texts.get(key, "")) for key in ("slot_name", "property", "type_hint"))
    )
    if not NAME.match(definition.slot_name) or definition.slot_name in standard:
        return None
    references = [text for text in (definition.property_id, definition.type_hint) if text]
    if any(":" not in text or text.split(":", 1)[0] not in prefixes for text in references):
        return None
    return definition


def _error(line: int, column: int, message: str) -> SssomError:
    return SssomError([SssomProblem(line, column, message)])
