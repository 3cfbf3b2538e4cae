"""What a table of indicators would change: added, changed, refused, row by row. Nothing is written here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from marchepied.apps.plans.enums import Direction, IndicatorKind
from marchepied.apps.plans.selectors.columns import IndicatorLayout, read_layout
from marchepied.apps.plans.selectors.formulas import find_fault, say
from marchepied.apps.plans.selectors.indicator_words import show_number
from marchepied.apps.plans.selectors.indicators import IndicatorContent, Measure
from marchepied.apps.plans.validators import read_number, read_year
from marchepied.core.cells import Refusal
from marchepied.core.folding import fold
from marchepied.engines.expressions import Kind, fold_name, make_name, refuse_name
from marchepied.engines.tables import Table

LONGEST = {"name": 160, "key": 40, "unit": 40, "formula": 400, "source": 200, "definition": 2_000}
NOTE_LENGTH, WORDS_LENGTH, TARGET_LENGTH = 300, 2_000, 200
KIND_WORDS = {
    **dict.fromkeys(
        ("chiffre", "un chiffre", "nombre", "number", "numerique", "quantitatif"), IndicatorKind.NUMBER
    ),
    **dict.fromkeys(("mots", "quelques mots", "texte", "words", "text", "qualitatif"), IndicatorKind.WORDS),
}
DIRECTION_WORDS = {
    **dict.fromkeys(("hausse", "up", "plus", "augmenter", "en hausse"), Direction.UP),
    **dict.fromkeys(("baisse", "down", "moins", "reduire", "diminuer", "en baisse"), Direction.DOWN),
    **dict.fromkeys(("aucun", "none", "ni l un ni l autre", "stable"), Direction.NONE),
}


@dataclass
class PlannedIndicator:
    """An indicator as the table leaves it; `known` is the one already followed, None for a new one."""

    row: int
    known: Any | None
    content: IndicatorContent
    values: dict[int, Measure] = field(default_factory=dict)
    targets: dict[int, Measure] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """added, changed or same."""
        return "added" if self.known is None else "changed" if self.changes else "same"


@dataclass(frozen=True)
class IndicatorImport:
    """All that a table would do; nothing can be written while something is refused."""

    planned: tuple[PlannedIndicator, ...]
    refusals: tuple[Refusal, ...]
    remarks: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.refusals and any(plan.state != "same" for plan in self.planned)

    def of_state(self, state: str) -> list[PlannedIndicator]:
        return [plan for plan in self.planned if plan.state == state]

    @property
    def added(self) -> list[PlannedIndicator]:
        return self.of_state("added")

    @property
    def changed(self) -> list[PlannedIndicator]:
        return self.of_state("changed")

    @property
    def same(self) -> list[PlannedIndicator]:
        return self.of_state("same")


def plan_indicators(table: Table, indicators: Sequence[Any], objectives: Sequence[Any]) -> IndicatorImport:
    """What a table would change among these indicators (with values and targets prefetched).

    A blank cell changes nothing. An indicator is recognised by its short name, else by its name whatever
    its capitals and accents. Values of computed indicators are left aside.
    """
    return _Reading(table, indicators, objectives).read()


class _Reading:
    def __init__(self, table: Table, indicators: Sequence[Any], objectives: Sequence[Any]) -> None:
        self.table = table
        self.layout: IndicatorLayout = read_layout(table.headers)
        self.indicators = indicators
        self.objectives = {fold(objective.text): objective for objective in objectives}
        self.planned: dict[str, PlannedIndicator] = {}  # by key
        self.by_name = {fold(indicator.name): indicator.key for indicator in indicators}
        self.known = {indicator.key: indicator for indicator in indicators}
        self.refusals: list[Refusal] = []
        self.remarks: list[str] = []
        self.computed = 0
        self.row = 0
        self.cells: tuple[str, ...] = ()

    def read(self) -> IndicatorImport:
        if not self.layout.usable:
            reason = _("Aucune colonne ne nomme les indicateurs : appelez-la « Indicateur ».")
            return IndicatorImport((), (Refusal(1, "", ", ".join(self.table.headers), reason),), ())
        for row, cells in zip(self.table.row_numbers, self.table.rows, strict=True):
            self.row, self.cells = row, cells
            self.read_row()
        self.check_formulas()
        self.tell_remarks()
        return IndicatorImport(tuple(self.planned.values()), tuple(self.refusals), tuple(self.remarks))

    # Cells

    def cell(self, role: str) -> str:
        place = self.layout.roles.get(role)
        return "" if place is None else self.cells[place].strip()

    def header(self, role: str) -> str:
        place = self.layout.roles.get(role)
        return "" if place is None else self.table.headers[place]

    def refuse(self, column: str, value: str, reason: str) -> None:
        self.refusals.append(Refusal(self.row, column, value, reason))

    # Rows

    def read_row(self) -> None:
        key = self.find_key()
        if key is None:
            return
        fresh = key not in self.planned
        if not fresh and not self.layout.long:
            first = self.planned[key].row
            self.refuse(
                self.header("name"),
                self.cell("name") or key,
                _("Cet indicateur est déjà à la ligne %(row)s. Gardez une seule ligne.") % {"row": first},
            )
            return
        if fresh:
            self.planned[key] = self.start(key)
        plan = self.planned[key]
        self.read_definition(plan)
        if self.layout.long:
            self.read_long(plan)
        else:
            self.read_wide(plan)

    def find_key(self) -> str | None:
        """The key of the row's indicator, known, met above or new; None when the row is refused."""
        typed, name = fold_name(self.cell("key")), self.cell("name")
        if typed and (typed in self.known or typed in self.planned):
            return typed
        if not typed and fold(name) in self.by_name:
            return self.by_name[fold(name)]
        if not name:
            reason = _("Le nom de l’indicateur manque. Écrivez-le, ou videz la ligne.")
            self.refuse(self.header("name") or self.header("key"), self.cell("key"), reason)
            return None
        if typed:
            refusal = refuse_name(typed)
            if refusal is not None or "." in typed or len(typed) > LONGEST["key"]:
                reason = say(refusal) if refusal else _("Ce nom court est trop long, ou contient un point.")
                self.refuse(self.header("key"), self.cell("key"), reason)
                return None
        key = typed or make_name(name, {*self.known, *self.planned}, longest=LONGEST["key"])
        self.by_name.setdefault(fold(name), key)
        return key

    def start(self, key: str) -> PlannedIndicator:
        known = self.known.get(key)
        if known is None:
            content = IndicatorContent(name=self.cell("name"), key=key, kind="")
            return PlannedIndicator(self.row, None, content)
        names = (*LONGEST, "kind", "direction", "objective", "template_id")
        content = IndicatorContent(**{name: getattr(known, name) for name in names})
        return PlannedIndicator(self.row, known, content)

    def read_definition(self, plan: PlannedIndicator) -> None:
        new: dict[str, Any] = {}
        for role, longest in LONGEST.items():
            text = self.cell(role) if role != "key" else ""
            if len(text) > longest:
                reason = _("Ce texte dépasse %(limit)s caractères. Raccourcissez-le.") % {"limit": longest}
                self.refuse(self.header(role), text, reason)
            elif text:
                new[role] = text
        new |= self.read_choice("kind", KIND_WORDS) | self.read_choice("direction", DIRECTION_WORDS)
        objective = self.cell("objective")
        if objective and fold(objective) in self.objectives:
            new["objective"] = self.objectives[fold(objective)]
        elif objective:
            said = _(
                "Ligne %(row)s : l’objectif « %(text)s » n’est pas dans le plan ; il est laissé de côté."
            )
            self.remarks.append(said % {"row": self.row, "text": objective})
        changed = [name for name, value in new.items() if getattr(plan.content, name) != value]
        plan.content = replace(plan.content, **new)
        if not plan.content.kind:
            plan.content = replace(plan.content, kind=self.guess_kind())
        if plan.known is not None:
            plan.changes += [self.header(name) for name in changed]

    def read_choice(self, role: str, words: Mapping[str, str]) -> dict[str, str]:
        text = self.cell(role)
        if not text:
            return {}
        if fold(text) not in words:
            first = next(iter(words))
            other = next(word for word in words if words[word] != words[first])
            expected = f"{first}, {other}"
            reason = _("Ce mot n’est pas compris. Écrivez par exemple : %(words)s.") % {"words": expected}
            self.refuse(self.header(role), text, reason)
            return {}
        return {role: words[fold(text)]}

    def guess_kind(self) -> str:
        """A new indicator is followed in words when none of its values is a number."""
        unit = self.cell("unit")
        texts = [text for _column, _year, text in self.list_values() if text]
        if texts and all(read_number(text, unit) is None for text in texts):
            return IndicatorKind.WORDS
        return IndicatorKind.NUMBER

    def list_values(self) -> list[tuple[str, int | None, str]]:
        """The cells of the row that hold values: header, year, text."""
        if self.layout.long:
            return [(self.header("value"), read_year(self.cell("year")), self.cell("value"))]
        return [
            (self.table.headers[place], column.year, self.cells[place].strip())
            for place, column in self.layout.years.items()
            if column.what == "value"
        ]

    # Values

    def read_wide(self, plan: PlannedIndicator) -> None:
        notes = {}
        for place, column in self.layout.years.items():
            text, header = self.cells[place].strip(), self.table.headers[place]
            if not text:
                continue
            if column.what == "note":
                notes[column.year] = (header, text)
            elif column.what == "target":
                self.plan_target(plan, header, column.year, text)
            else:
                self.plan_value(plan, header, column.year, text)
        for year, (header, text) in notes.items():
            self.plan_note(plan, header, year, text)

    def read_long(self, plan: PlannedIndicator) -> None:
        year = read_year(self.cell("year"))
        text, note = self.cell("value"), self.cell("note")
        if not text and not note:
            return
        if year is None:
            reason = _("Ce n’est pas une année. Écrivez par exemple 2027.")
            self.refuse(self.header("year"), self.cell("year"), reason)
            return
        if year in plan.values:
            reason = _("Cet indicateur a déjà une valeur pour %(year)s plus haut. Gardez-en une seule.")
            self.refuse(self.header("value"), text, reason % {"year": year})
            return
        if text:
            self.plan_value(plan, self.header("value"), year, text)
        if note:
            self.plan_note(plan, self.header("note"), year, note)

    def measure(self, plan: PlannedIndicator, header: str, text: str, longest: int) -> Measure | None:
        if plan.content.kind == IndicatorKind.WORDS:
            if len(text) > longest:
                reason = _("Ce texte dépasse %(limit)s caractères. Raccourcissez-le.") % {"limit": longest}
                self.refuse(header, text, reason)
                return None
            return Measure(words=text)
        number = read_number(text, plan.content.unit)
        if number is None:
            reason = _("Ce n’est pas un nombre. Écrivez par exemple 1 250,5, ou videz la case.")
            self.refuse(header, text, reason)
            return None
        return Measure(number=number)

    def plan_value(self, plan: PlannedIndicator, header: str, year: int, text: str) -> None:
        if plan.content.formula:
            self.computed += 1
            return
        measure = self.measure(plan, header, text, WORDS_LENGTH)
        if measure is None:
            return
        before = _find_year(plan.known.values if plan.known else None, year)
        plan.values[year] = replace(measure, note=before.note if before else "")
        if before is None or (before.number, before.words) != (measure.number, measure.words):
            plan.changes.append(_tell(year, before, measure))

    def plan_note(self, plan: PlannedIndicator, header: str, year: int, text: str) -> None:
        if len(text) > NOTE_LENGTH:
            reason = _("Ce texte dépasse %(limit)s caractères. Raccourcissez-le.") % {"limit": NOTE_LENGTH}
            self.refuse(header, text, reason)
            return
        before = _find_year(plan.known.values if plan.known else None, year)
        kept = plan.values.get(year) or Measure(
            before.number if before else None, before.words if before else ""
        )
        plan.values[year] = replace(kept, note=text)
        if before is None or before.note != text:
            plan.changes.append(_("note de %(year)s") % {"year": year})

    def plan_target(self, plan: PlannedIndicator, header: str, year: int, text: str) -> None:
        measure = self.measure(plan, header, text, TARGET_LENGTH)
        if measure is None:
            return
        before = _find_year(plan.known.targets if plan.known else None, year)
        plan.targets[year] = measure
        if before is None or (before.number, before.words) != (measure.number, measure.words):
            plan.changes.append(_("cible %(change)s") % {"change": _tell(year, before, measure)})

    # At the end

    def check_formulas(self) -> None:
        """Formulas may name each other, wherever they stand in the table."""
        contents = {indicator.key: indicator for indicator in self.indicators}
        contents |= {key: plan.content for key, plan in self.planned.items()}
        for key, plan in self.planned.items():
            formula = plan.content.formula
            if not formula:
                continue
            fault = find_fault(
                formula,
                key=key,
                kinds={
                    other: Kind.NUMBER if content.kind == IndicatorKind.NUMBER else Kind.TEXT
                    for other, content in contents.items()
                    if other != key
                },
                formulas={other: content.formula for other, content in contents.items()},
            )
            if fault is not None:
                self.refusals.append(Refusal(plan.row, self.header("formula"), formula, fault.sentence))

    def tell_remarks(self) -> None:
        if self.layout.unknown:
            names = ", ".join(f"« {name} »" for name in self.layout.unknown)
            self.remarks.append(
                _("Colonnes qui ne sont pas comprises, et laissées de côté : %(names)s.") % {"names": names}
            )
        if self.computed:
            self.remarks.append(
                _("Les valeurs des indicateurs calculés ne sont pas reprises : elles se calculent ici.")
            )


def _find_year(rows: Any, year: int) -> Any | None:
    return next((row for row in rows.all() if row.year == year), None) if rows is not None else None


def _tell(year: int, before: Any, measure: Measure) -> str:
    """« 2027 : 62 » or « 2027 : 62 au lieu de 48 »."""
    said = measure.words if measure.number is None else show_number(measure.number)
    if before is None or (before.number is None and not before.words):
        return _("%(year)s : %(new)s") % {"year": year, "new": said}
    old = before.words if before.number is None else show_number(before.number)
    return _("%(year)s : %(new)s au lieu de %(old)s") % {"year": year, "new": said, "old": old}
