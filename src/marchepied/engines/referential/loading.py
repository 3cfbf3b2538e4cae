"""Read YAML that may come from anyone: bounded, without aliases, tags or duplicated keys.

Only plain data comes out: mappings with text keys, lists, texts, whole numbers, decimals, booleans
(`true` and `false` alone: `no` and `on` stay words) and nothing. Mappings and lists remember the line
each of their entries starts on, so that a fault can be shown where it is.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 2_000_000
MAX_DEPTH = 30
MAX_VALUES = 100_000

_INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}\Z")
_PART_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.yaml\Z")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlRefusedError(ValueError):
    """The text is not YAML that we accept: says what is wrong, on which line, and what to do."""

    def __init__(self, message: str, advice: str, line: int | None = None, file: str = "") -> None:
        self.message, self.advice, self.line, self.file = message, advice, line, file
        place = f"{file}, ligne {line}" if file and line else file or (f"ligne {line}" if line else "")
        super().__init__(f"{place} : {message} {advice}" if place else f"{message} {advice}")


class LocatedMapping(dict[str, Any]):
    """A dict that knows its file, its own line and the line of each key."""

    def __init__(self, line: int, file: str) -> None:
        super().__init__()
        self.line, self.file = line, file
        self.lines: dict[Any, int] = {}


class LocatedList(list[Any]):
    """A list that knows its file, its own line and the line of each item (by index)."""

    def __init__(self, line: int, file: str) -> None:
        super().__init__()
        self.line, self.file = line, file
        self.lines: dict[Any, int] = {}


def load_yaml(source: str | bytes, *, file: str = "") -> Any:
    """The data of one YAML document of at most 2 MB, 30 levels and 100,000 values.

    `file` is a name to show in messages. Raises YamlRefusedError, whose sentence is in French, for text that
    is not UTF-8, not YAML, empty, too large, too deep, with an alias, a tag, several documents, or a key
    written twice in the same block.
    """
    text = _decode(source, file)
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlRefusedError(
            "le fichier ne se lit pas comme du YAML.",
            "Vérifiez l’alignement, les deux-points et les guillemets autour de cette ligne.",
            mark.line + 1 if mark else None,
            file,
        ) from error
    except yaml.YAMLError as error:
        raise YamlRefusedError(
            "le fichier contient un caractère interdit.", "Retirez les caractères de contrôle.", None, file
        ) from error
    return builder.finish()


def load_folder(folder: Path) -> Any:
    """The data of `referential.yaml`; an axis or duties written `{file: name.yaml}` are read from that file.

    Duties written `{shipped: [ids]}` are those that ship, in that order. Raises YamlRefusedError for a
    missing file, a name that is not a plain file of the same folder, or a duty that does not ship.
    """
    data = _load_file(folder / "referential.yaml")
    axes = data.get("axes") if isinstance(data, dict) else None
    if not isinstance(axes, list):
        return data
    for index, axis in enumerate(axes):
        if isinstance(axis, dict) and set(axis) == {"file"}:
            axes[index] = _load_file(folder / _check_part_name(axis))
    duties = data.get("duties")
    if isinstance(duties, dict) and set(duties) == {"file"}:
        data["duties"] = _load_file(folder / _check_part_name(duties))
    return settle_duties(data)


def settle_duties(data: Any) -> Any:
    """The same data, where duties written `{shipped: [ids]}` are put in their place; other data is unchanged.

    Raises YamlRefusedError for an id that does not ship, or that is named twice.
    """
    duties = data.get("duties") if isinstance(data, dict) else None
    if not isinstance(duties, dict) or set(duties) != {"shipped"} or not isinstance(duties["shipped"], list):
        return data
    name = "duties.yaml"
    content = files("marchepied.content").joinpath(name).read_bytes()
    known = {duty["id"]: duty for duty in load_yaml(content, file=name)}
    wanted, taken = duties["shipped"], []
    for index, duty_id in enumerate(wanted):
        duty = known.pop(duty_id, None) if isinstance(duty_id, str) else None
        if duty is None:
            raise YamlRefusedError(
                "cette obligation n’est pas parmi celles qui sont livrées, ou elle est nommée deux fois.",
                "Corrigez son identifiant, ou écrivez-la en entier dans « duties ».",
                getattr(wanted, "lines", {}).get(index),
                getattr(wanted, "file", ""),
            )
        taken.append(duty)
    data["duties"] = taken
    return data


def _check_part_name(axis: dict[str, Any]) -> str:
    name = axis["file"]
    if not isinstance(name, str) or not _PART_NAME.match(name):
        raise YamlRefusedError(
            "le nom de ce fichier n’est pas permis.",
            "Nommez un fichier du même dossier, en minuscules, comme theme-5.yaml.",
            getattr(axis, "line", None),
            "referential.yaml",
        )
    return name


def _load_file(path: Path) -> Any:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise YamlRefusedError(
            "le fichier ne peut pas être lu.", "Vérifiez qu’il est dans le dossier.", None, path.name
        ) from error
    return load_yaml(content, file=path.name)


def _decode(source: str | bytes, file: str) -> str:
    if len(source) > MAX_BYTES:
        raise YamlRefusedError(
            "le fichier est trop grand (plus de 2 Mo).", "Partagez-le en plusieurs fichiers.", None, file
        )
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        raise YamlRefusedError(
            "le fichier n’est pas en UTF-8.", "Enregistrez-le en UTF-8, puis recommencez.", line, file
        ) from error


def resolve_plain(value: str) -> Any:
    """What a value written without quotes means: nothing, true or false, a number, or the text itself."""
    if value in ("", "~", "null"):
        return None
    if value in ("true", "false"):
        return value == "true"
    if _INTEGER.match(value):
        return int(value)
    return float(value) if _DECIMAL.match(value) else value


class _Builder:
    """Turns parser events into data with an explicit stack, so that depth costs no recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: list[Any] = []
        self.stack: list[LocatedMapping | LocatedList] = []
        self.keys: list[str | None] = []
        self.documents = 0
        self.values = 0

    def refuse(self, message: str, advice: str, line: int) -> YamlRefusedError:
        return YamlRefusedError(message, advice, line, self.file)

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self.refuse("le fichier contient plusieurs documents.", "N’en gardez qu’un.", line)
        elif isinstance(event, yaml.AliasEvent):
            raise self.refuse(
                "les renvois (« *nom ») ne sont pas acceptés.", "Recopiez la valeur à sa place.", line
            )
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
            self.keys.pop()
        elif isinstance(event, yaml.NodeEvent):
            self.take_node(event, line)

    def take_node(self, event: Any, line: int) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            raise self.refuse("le fichier contient trop de valeurs.", "Partagez-le.", line)
        if event.anchor is not None:
            raise self.refuse(
                "les ancres (« &nom ») ne sont pas acceptées.", "Retirez l’ancre et recopiez la valeur.", line
            )
        if event.tag not in (None, "!"):
            raise self.refuse("les étiquettes (« !type ») ne sont pas acceptées.", "Retirez-la.", line)
        if isinstance(event, yaml.ScalarEvent):
            self.take_scalar(event, line)
            return
        new = LocatedMapping(line, self.file) if isinstance(event, yaml.MappingStartEvent) else None
        self.open(LocatedList(line, self.file) if new is None else new, line)

    def take_scalar(self, event: Any, line: int) -> None:
        if self.expects_key():
            self.name_key(event.value, line)
        else:
            self.add(resolve_plain(event.value) if event.implicit[0] else event.value, line)

    def expects_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1], LocatedMapping) and self.keys[-1] is None

    def name_key(self, key: str, line: int) -> None:
        mapping = self.stack[-1]
        if key in mapping:
            first = mapping.lines[key]
            raise self.refuse(
                f"la clé « {key} » est écrite deux fois (déjà ligne {first}).", "Gardez-en une seule.", line
            )
        mapping.lines[key] = line
        self.keys[-1] = key

    def add(self, value: Any, line: int) -> None:
        if not self.stack:
            self.root.append(value)
            return
        parent = self.stack[-1]
        if isinstance(parent, LocatedMapping):
            key = self.keys[-1]
            if key is None:
                raise self.refuse("une clé n’est pas un simple mot.", "Écrivez « nom: valeur ».", line)
            parent[key] = value
            self.keys[-1] = None
        else:
            parent.lines[len(parent)] = line
            parent.append(value)

    def open(self, collection: LocatedMapping | LocatedList, line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise self.refuse("le fichier a trop de niveaux imbriqués.", "Simplifiez-le.", line)
        self.add(collection, line)
        self.stack.append(collection)
        self.keys.append(None)

    def finish(self) -> Any:
        if not self.root or self.root[0] is None:
            raise YamlRefusedError("le fichier est vide.", "Choisissez un autre fichier.", None, self.file)
        return self.root[0]
