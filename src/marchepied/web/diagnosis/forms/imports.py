"""Importing answers: the file, then what its columns mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from marchepied.apps.diagnosis.selectors.cycles import questions_of
from marchepied.apps.diagnosis.selectors.import_words import say
from marchepied.apps.diagnosis.selectors.imports import (
    ANSWER,
    COMMENT,
    GROUP,
    IGNORE,
    ITEM,
    PAGE_BYTES,
    PERSON,
    QUESTION,
    REVERSED,
    WEIGHT,
    ImportChoices,
    decide_mapping,
    match_columns,
    propose_roles,
    read_for_page,
)
from marchepied.engines.tables import Table, TableError, detect_layout

ROLE_NAMES = [
    (GROUP, gettext_lazy("Le groupe")),
    (ITEM, gettext_lazy("Une question")),
    (REVERSED, gettext_lazy("Une question inversée")),
    (WEIGHT, gettext_lazy("Le poids de la personne")),
    (COMMENT, gettext_lazy("Un commentaire")),
    (PERSON, gettext_lazy("La personne (non gardée)")),
    (QUESTION, gettext_lazy("Le nom de la question")),
    (ANSWER, gettext_lazy("La réponse à cette question")),
    (IGNORE, gettext_lazy("À ignorer")),
]
TOO_LARGE = {"too_heavy", "too_many_rows", "too_many_columns", "too_many_cells"}
SAMPLES = 4
SAMPLE_LENGTH = 40


def parse_scale(text: str) -> tuple[int, int] | None:
    """The bounds of « 1-5 », None for nothing; ValidationError for anything else."""
    if not text.strip():
        return None
    found = re.fullmatch(r"\s*(-?\d{1,3})\s*(?:-|–|:|à)\s*(-?\d{1,3})\s*", text)
    if not found:
        raise ValidationError(
            _("« %(text)s » n’est pas une échelle. Écrivez par exemple 1-5.") % {"text": text}
        )
    return int(found[1]), int(found[2])


def split_words(text: str) -> tuple[str, ...]:
    """The words of a list separated by commas."""
    return tuple(part for part in (piece.strip() for piece in text.split(",")) if part)


class UploadForm(forms.Form):
    """A file of answers, read at once; `table` holds what was read."""

    file = forms.FileField(
        label=gettext_lazy("Le fichier de réponses"),
        help_text=gettext_lazy("CSV ou XLSX, 5 Mo au plus. La première ligne nomme les colonnes."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choisissez le fichier qui contient les réponses."),
            "empty": gettext_lazy("Le fichier est vide. Choisissez un fichier qui contient des réponses."),
        },
    )
    sheet = forms.CharField(
        label=gettext_lazy("La feuille du classeur"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Sans précision, la première feuille visible est lue."),
    )

    table: Table
    data_read: bytes

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file")
        if file is None:
            return cleaned
        if file.size > PAGE_BYTES:
            self.add_error("file", _too_large(_("Ce fichier dépasse 5 Mo.")))
            return cleaned
        self.data_read = file.read()
        try:
            self.table = read_for_page(self.data_read, file.name, cleaned.get("sheet", "").strip())
        except TableError as error:
            sentence = say(error.message)
            self.add_error("file", _too_large(sentence) if error.code in TOO_LARGE else sentence)
        return cleaned


def _too_large(sentence: str) -> str:
    advice = _(
        "Un fichier plus grand s’importe avec la commande « marchepied import-answers », par la personne qui "
        "héberge le site."
    )
    return f"{sentence} {advice}"


@dataclass(frozen=True)
class ColumnLine:
    """One column of the file as the page shows it."""

    header: str
    samples: tuple[str, ...]
    reason: str
    role: BoundField
    scale: BoundField
    match: BoundField | None


class ColumnsForm(forms.Form):
    """What each column means; valid once the whole makes sense."""

    title = forms.CharField(
        label=gettext_lazy("Comment appeler ces réponses"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Par exemple : Enquête auprès des salariés, 2025."),
    )
    target = forms.ChoiceField(
        label=gettext_lazy("À quelles questions répondent-elles ?"), widget=forms.RadioSelect
    )
    college = forms.CharField(
        label=gettext_lazy("Le nom du groupe"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Seulement si aucune colonne ne le dit : tout le fichier est un seul groupe."),
    )
    scale = forms.CharField(
        label=gettext_lazy("L’échelle des questions"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("Premier et dernier niveau, par exemple 1-5. Vide : déduite des réponses."),
    )
    reversed_names = forms.CharField(
        label=gettext_lazy("Les questions inversées"),
        required=False,
        help_text=gettext_lazy(
            "Une ligne par réponse seulement : les noms des questions où un grand nombre est défavorable, "
            "séparés par des virgules."
        ),
    )
    dont_know = forms.CharField(
        label=gettext_lazy("Ce qui veut dire « je ne sais pas »"),
        required=False,
        help_text=gettext_lazy(
            "En plus de NSP, « ne sait pas », « ? »… Par exemple : 9, 99. Séparés par des virgules."
        ),
    )
    not_concerned = forms.CharField(
        label=gettext_lazy("Ce qui veut dire « pas concerné »"),
        required=False,
        help_text=gettext_lazy("En plus de NC, « sans objet »… Séparés par des virgules."),
    )
    missing = forms.CharField(
        label=gettext_lazy("Ce qui veut dire « pas de réponse »"),
        required=False,
        help_text=gettext_lazy("En plus des cellules vides, de NA, d’un tiret… Séparés par des virgules."),
    )
    level_words = forms.CharField(
        label=gettext_lazy("Des mots qui sont des niveaux"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Un par ligne, par exemple : bof = 2. Les mots courants sont déjà reconnus."),
    )

    def __init__(self, *args: Any, table: Table, cycle: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.cycle = table, cycle
        self.choices = ImportChoices()
        self.proposed = propose_roles(table)
        self.reasons = {column.header: say(column.reason) for column in detect_layout(table).columns}
        self._offer_targets()
        questions = self._list_questions()
        matches = match_columns(table.headers, cycle)
        for index, header in enumerate(table.headers):
            self._add_column(index, header, questions, matches.get(header, ""))

    def _offer_targets(self) -> None:
        own = _("Aux leurs : les colonnes du fichier deviennent des questions")
        choices = [("columns", own)]
        if self.cycle is not None:
            known = _("À celles de « %(title)s » : aucun groupe n’y a encore répondu")
            choices.append(("cycle", known % {"title": self.cycle.title}))
        self.fields["target"].choices = choices  # type: ignore[attr-defined]
        if match_columns(self.table.headers, self.cycle):
            self.fields["target"].initial = "cycle"
        else:
            self.fields["target"].initial = "columns"

    def _list_questions(self) -> list[tuple[str, str]]:
        if self.cycle is None:
            return []
        language = get_language() or "fr"
        return [(question.id, question.wording.read_in(language)) for question in questions_of(self.cycle)]

    def _add_column(self, index: int, header: str, questions: list[tuple[str, str]], matched: str) -> None:
        role = forms.ChoiceField(
            label=_("Ce qu’est la colonne « %(name)s »") % {"name": header},
            choices=ROLE_NAMES,
            initial=self.proposed[header],
        )
        scale = forms.CharField(
            label=_("L’échelle de « %(name)s »") % {"name": header},
            required=False,
            max_length=20,
            widget=forms.TextInput(attrs={"size": 6, "placeholder": _("déduite")}),
        )
        self.fields |= {f"role-{index}": role, f"scale-{index}": scale}
        if questions:
            self.fields[f"match-{index}"] = forms.ChoiceField(
                label=_("La question à laquelle répond « %(name)s »") % {"name": header},
                choices=[("", _("Celle qui porte ce nom")), *questions],
                required=False,
                initial=matched,
            )

    def columns(self) -> Iterator[ColumnLine]:
        """The columns of the file in order, with their first values and their fields."""
        for index, header in enumerate(self.table.headers):
            values = (" ".join(value.split()) for value in self.table.list_values(index))
            filled = [value for _number, value in zip(range(60), values, strict=False) if value]
            samples = tuple(
                value if len(value) <= SAMPLE_LENGTH else value[: SAMPLE_LENGTH - 1] + "…"
                for value in list(dict.fromkeys(filled))[:SAMPLES]
            )
            match = self[f"match-{index}"] if f"match-{index}" in self.fields else None
            yield ColumnLine(
                header, samples, self.reasons[header], self[f"role-{index}"], self[f"scale-{index}"], match
            )

    def clean_scale(self) -> tuple[int, int] | None:
        return parse_scale(self.cleaned_data["scale"])

    def clean_level_words(self) -> dict[str, int]:
        words: dict[str, int] = {}
        for line in self.cleaned_data["level_words"].splitlines():
            if not line.strip():
                continue
            word, _equal, level = line.rpartition("=")
            if not word.strip() or not re.fullmatch(r"\s*-?\d{1,3}\s*", level):
                raise ValidationError(
                    _("« %(line)s » : écrivez un mot, le signe = et un nombre entier.")
                    % {"line": line.strip()}
                )
            words[word.strip()] = int(level)
        return words

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        roles, scales, matches = {}, {}, {}
        for index, header in enumerate(self.table.headers):
            roles[header] = cleaned.get(f"role-{index}") or IGNORE
            scale = self._read_scale(f"scale-{index}", cleaned)
            if scale is not None:
                scales[header] = scale
            if cleaned.get(f"match-{index}"):
                matches[header] = cleaned[f"match-{index}"]
        if self.errors:
            return cleaned
        self.choices = ImportChoices(
            roles=roles,
            college=cleaned["college"].strip(),
            scale=cleaned["scale"],
            scales=scales,
            matches=matches if cleaned["target"] == "cycle" else {},
            reversed_names=split_words(cleaned["reversed_names"]),
            dont_know=split_words(cleaned["dont_know"]),
            not_concerned=split_words(cleaned["not_concerned"]),
            missing=split_words(cleaned["missing"]),
            level_words=cleaned["level_words"],
        )
        try:
            decide_mapping(self.table, self.choices, self.target_cycle())
        except TableError as error:
            self.add_error(None, say(error.message))
        return cleaned

    def _read_scale(self, name: str, cleaned: dict[str, Any]) -> tuple[int, int] | None:
        try:
            return parse_scale(cleaned.get(name) or "")
        except ValidationError as error:
            self.add_error(name, error)
            return None

    def target_cycle(self) -> Any:
        """The cycle whose questions are answered, or None."""
        return self.cycle if self.cleaned_data.get("target") == "cycle" else None


def write_initial(choices: ImportChoices, table: Table, title: str, target: str) -> dict[str, Any]:
    """The fields of `ColumnsForm` for choices already made."""

    def write(pair: tuple[int, int] | None) -> str:
        return f"{pair[0]}-{pair[1]}" if pair else ""

    initial: dict[str, Any] = {
        "title": title,
        "target": target,
        "college": choices.college,
        "scale": write(choices.scale),
        "reversed_names": ", ".join(choices.reversed_names),
        "dont_know": ", ".join(choices.dont_know),
        "not_concerned": ", ".join(choices.not_concerned),
        "missing": ", ".join(choices.missing),
        "level_words": "\n".join(f"{word} = {level}" for word, level in choices.level_words.items()),
    }
    for index, header in enumerate(table.headers):
        initial[f"role-{index}"] = choices.roles.get(header, IGNORE)
        initial[f"scale-{index}"] = write(choices.scales.get(header))
        initial[f"match-{index}"] = choices.matches.get(header, "")
    return initial
