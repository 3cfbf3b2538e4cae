"""What people did with the themes, in a small record that no computation undoes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ._messages import ThemesError

REST = ""
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Split:
    """A theme that a person took out of another, `parent`, by choosing texts (`REST`: texts of none)."""

    key: str
    parent: str


@dataclass(frozen=True, slots=True)
class Labels:
    """People’s gestures, by keys of themes and ids of texts; each gesture gives a new record.

    `names` gives the name of a theme; `merged` says into which theme another went; `splits` are the themes
    made by hand; `moved` is the place of each text moved by hand (`REST` for none of the themes). No text is
    kept here: to forget a person, forget their texts, then `forget` their ids.
    """

    names: tuple[tuple[str, str], ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    splits: tuple[Split, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()

    def find(self, key: str) -> str:
        """The theme that holds this one now, after merges (itself when it was not merged)."""
        into = dict(self.merged)
        while key in into:
            key = into[key]
        return key

    def name_of(self, key: str) -> str:
        """The name that people gave to the theme that holds this one; empty when they gave none."""
        return dict(self.names).get(self.find(key), "")

    def place_of(self, text: str) -> str | None:
        """Where a person put this text: a theme, `REST`, or None when nobody moved it."""
        place = dict(self.moved).get(text)
        return place if not place else self.find(place)

    @property
    def touched(self) -> tuple[str, ...]:
        """Every key on which a gesture was made, in a fixed order: a new computation keeps them."""
        keys = {key for key, _name in self.names} | {key for pair in self.merged for key in pair}
        keys |= {key for split in self.splits for key in (split.key, split.parent) if key != REST}
        keys |= {key for _text, key in self.moved if key != REST}
        return tuple(sorted(keys, key=sort_key))

    def rename(self, key: str, name: str) -> "Labels":
        """Give a theme a name, or another; an empty name takes it away. Spaces at the ends are dropped.

        Raises ThemesError for a name over 120 characters.
        """
        tidy = " ".join(name.split())
        if len(tidy) > LONGEST_NAME:
            raise ThemesError("long_name", most=LONGEST_NAME)
        names = dict(self.names)
        names.pop(self.find(key), None)
        return replace(self, names=_freeze(names | ({self.find(key): tidy} if tidy else {})))

    def merge(self, keys: Iterable[str], into: str) -> "Labels":
        """Put themes together under the key `into`, which keeps its name, or takes the first that has one."""
        labels = self
        for key in keys:
            source, target = labels.find(key), labels.find(into)
            if source == target:
                continue
            names = dict(labels.names)
            name = names.pop(source, "")
            if name and target not in names:
                names[target] = name
            merged = _freeze(dict(labels.merged) | {source: target})
            labels = replace(labels, names=_freeze(names), merged=merged)
        return labels

    def split(self, key: str, texts: Iterable[str], name: str = "") -> tuple["Labels", str]:
        """Take texts out of a theme to make another; the record, and the key of the new theme.

        Texts that look like the chosen ones more than like the rest of the theme will follow them; with
        `REST`, the chosen ones alone are in it. Raises ThemesError when no text is chosen.
        """
        chosen = list(dict.fromkeys(texts))
        if not chosen:
            raise ThemesError("nothing_chosen")
        made = f"h{len(self.splits) + 1}"
        labels = replace(self, splits=(*self.splits, Split(made, self.find(key))))
        for text in chosen:
            labels = labels.move(text, made)
        return (labels.rename(made, name) if name.strip() else labels), made

    def move(self, text: str, key: str | None) -> "Labels":
        """Put a text in a theme, or in none with None; the last move of a text holds."""
        place = self.find(key) if key else REST
        return replace(self, moved=_freeze(dict(self.moved) | {text: place}))

    def forget(self, texts: Iterable[str]) -> "Labels":
        """The record without the moves of these texts, because they are deleted."""
        gone = set(texts)
        return replace(self, moved=tuple(pair for pair in self.moved if pair[0] not in gone))

    def as_dict(self) -> dict[str, Any]:
        """The record as plain JSON values."""
        return {
            "names": dict(self.names),
            "merged": dict(self.merged),
            "splits": [[split.key, split.parent] for split in self.splits],
            "moved": dict(self.moved),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Labels":
        """The record written by `as_dict`."""
        return cls(
            names=_freeze(values["names"]),
            merged=_freeze(values["merged"]),
            splits=tuple(Split(key, parent) for key, parent in values["splits"]),
            moved=_freeze(values["moved"]),
        )


def _freeze(pairs: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(pairs.items()))


def sort_key(key: str) -> tuple[str, int, str]:
    """Keys in the order in which they were made: « t2 » before « t10 »."""
    return (key[:1], int(key[1:]) if key[1:].isdecimal() else 0, key)
