"""The form of one item of a draft: each of its texts in each language, then what is chosen for it."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marchepied.engines.referential import LEVEL_COUNT
from marchepied.engines.referential.editing import Field, fields_of, read_at
from marchepied.web.referentials.writing.plain import Reading, read_plainly
from marchepied.web.referentials.writing.words import LONG, help_of, label_of, translated

MOST_LINES = 30
SHORT_SIGNS, LONG_SIGNS = 600, 4000
MOST_LEVELS = 11


@dataclass(frozen=True)
class Line:
    """A text in one language, as the page shows it: its field, what is said of its words, its first language.

    `original` is what the first language says, beside a translation.
    """

    field: forms.BoundField
    reading: Reading
    kind: str
    language: str
    original: str = ""


class ItemForm(forms.Form):
    """The texts of an item; only what names it is needed to keep it, the rest to publish it.

    `item` is what it says now, `languages` those of the guide, the first one first.
    """

    credit = forms.CharField(
        label=_("Sur une idée de"),
        required=False,
        max_length=200,
        help_text=_("Si l’idée vient de quelqu’un d’autre, son nom sera gardé dans l’historique."),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kind: str,
        item: Mapping[str, Any],
        languages: Sequence[str],
        vocabularies: Mapping[str, Mapping[str, str]],
        questionnaire: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.kind, self.item, self.languages = kind, item, tuple(languages)
        self.vocabularies, self.questionnaire = vocabularies, questionnaire
        self.levels = self._count_levels(data or initial or {})
        self.shapes = fields_of(kind, levels=self.levels, questionnaire=questionnaire)
        super().__init__(data, initial={**self._read_item(), **(initial or {})})
        for shape in self.shapes:
            for language in self.languages:
                self.fields[f"{shape.name}-{language}"] = self._make_field(shape, language)
        self.order_fields([name for name in self.fields if name not in {"credit", "seen"}])

    def _count_levels(self, given: Mapping[str, Any]) -> int:
        if self.kind != "question" or not self.questionnaire:
            return LEVEL_COUNT
        asked = str(given.get("levels_count", ""))
        count = (
            int(asked) if asked.isdecimal() and len(asked) < 3 else len(self.item.get("levels") or []) or 2
        )
        return min(max(count, 2), MOST_LEVELS)

    def _make_field(self, shape: Field, language: str) -> forms.CharField:
        name, first = shape.name, language == self.languages[0]
        several = shape.many or name in LONG
        widget: forms.Widget = forms.Textarea(attrs={"rows": 3 if several else 2, "lang": language})
        return forms.CharField(
            label=label_of(self.kind, name) if first else translated(label_of(self.kind, name), language),
            help_text=help_of(self.kind, name) if first else "",
            required=first and shape == self.shapes[0],
            max_length=LONG_SIGNS if several else SHORT_SIGNS * (1 if shape.kind == "participant" else 4),
            widget=widget,
            error_messages={"required": _("Écrivez au moins ceci : le reste peut attendre.")},
        )

    def _read_item(self) -> dict[str, Any]:
        told = {}
        for shape in self.shapes:
            value = read_at(self.item, shape.path)
            for language in self.languages:
                texts = [text.get(language, "") for text in (value or [])] if shape.many else []
                plain = "\n".join(texts).rstrip() if shape.many else (value or {}).get(language, "")
                told[f"{shape.name}-{language}"] = plain
        return told

    def clean(self) -> dict[str, Any]:
        """A list has as many lines in a translation as in the first language, or fewer for now."""
        data: dict[str, Any] = super().clean() or {}
        for shape in self.shapes:
            if shape.many:
                self._check_lines(shape, data)
        return data

    def _check_lines(self, shape: Field, data: Mapping[str, Any]) -> None:
        first, *others = (_lines(data.get(f"{shape.name}-{language}", "")) for language in self.languages)
        if len(first) > MOST_LINES:
            self.add_error(f"{shape.name}-{self.languages[0]}", _("Gardez trente lignes au plus."))
        for language, lines in zip(self.languages[1:], others, strict=True):
            if len(lines) > len(first):
                error = _(
                    "Il y a ici plus de lignes que dans la première langue : une ligne traduit une ligne."
                )
                self.add_error(f"{shape.name}-{language}", error)

    def keep_typed(self, stamp: str, error: ValidationError) -> None:
        """Say that somebody else wrote meanwhile; sent again, what was typed takes the place of it."""
        self.add_error(None, error)
        self.data = typed = self.data.copy()  # type: ignore[attr-defined]
        typed["seen"] = stamp

    def written(self) -> dict[str, Any]:
        """The item as the form says it; what no page writes stays as it was."""
        item: dict[str, Any] = deepcopy(dict(self.item))
        if self.kind == "question":
            kept = [dict(level) for level in (item.get("levels") or [])[: self.levels]]
            item["levels"] = [*kept, *({} for _level in range(self.levels - len(kept)))]
        for shape in self.shapes:
            _put(item, shape.path, self._read_lines(shape) if shape.many else self._read_text(shape))
        return item

    def _read_text(self, shape: Field) -> dict[str, str]:
        told = {language: self.cleaned_data[f"{shape.name}-{language}"] for language in self.languages}
        return {language: " ".join(text.split()) for language, text in told.items() if text.strip()}

    def _read_lines(self, shape: Field) -> list[dict[str, str]]:
        columns = {
            language: _lines(self.cleaned_data[f"{shape.name}-{language}"]) for language in self.languages
        }
        most = max(len(lines) for lines in columns.values())
        return [
            {language: lines[rank] for language, lines in columns.items() if rank < len(lines)}
            for rank in range(most)
        ]

    def lines(self) -> list[Line]:
        """The texts in the first language, in order."""
        return [self.line(shape.name) for shape in self.shapes]

    def line(self, name: str) -> Line:
        """One text in the first language."""
        return self._line(next(shape for shape in self.shapes if shape.name == name), self.languages[0])

    def translations(self) -> list[tuple[str, list[Line]]]:
        """For each other language, its texts in order, each with what the first language says."""
        return [
            (language, [self._line(shape, language) for shape in self.shapes])
            for language in self.languages[1:]
        ]

    def is_translated(self) -> bool:
        """Whether something is written, or to be mended, in another language."""
        return any(
            line.field.value() or line.field.errors
            for _language, lines in self.translations()
            for line in lines
        )

    def _line(self, shape: Field, language: str) -> Line:
        field = self[f"{shape.name}-{language}"]
        original = "" if language == self.languages[0] else self[f"{shape.name}-{self.languages[0]}"].value()
        reading = read_plainly(field.value() or "", shape.kind, language, self.vocabularies[language])
        return Line(field, reading, shape.kind, language, original or "")


class IndicatorForm(ItemForm):
    """An indicator: its texts, whether it is a figure, and what it counts."""

    nature = forms.ChoiceField(
        label=_("C’est"),
        choices=[("quantitative", _("un chiffre")), ("qualitative", _("une appréciation en mots"))],
        widget=forms.RadioSelect,
        initial="quantitative",
    )
    stage = forms.ChoiceField(
        label=_("Il dit"),
        required=False,
        choices=[
            ("", _("sans préciser")),
            ("realisation", _("ce que l’on a fait")),
            ("result", _("ce que cela a donné tout de suite")),
            ("impact", _("ce que cela a changé à la longue")),
        ],
    )

    def _read_item(self) -> dict[str, Any]:
        chosen = {"nature": self.item.get("kind", "quantitative"), "stage": self.item.get("stage", "")}
        return {**super()._read_item(), **chosen}

    def written(self) -> dict[str, Any]:
        """The indicator with what was chosen for it."""
        item = {**super().written(), "kind": self.cleaned_data["nature"]}
        _put(item, ("stage",), self.cleaned_data["stage"])
        return item


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _put(item: Any, path: Sequence[str | int], value: Any) -> None:
    """Write a value at a place, making what leads to it; an empty one takes the place out."""
    *way, last = path
    for part in way:
        item = item[part] if isinstance(part, int) else item.setdefault(part, {})
    if value:
        item[last] = value
    else:
        item.pop(last, None)
