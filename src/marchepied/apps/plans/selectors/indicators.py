"""Reads of the indicators: their values typed and computed, year by year, their targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone

from marchepied.apps.diagnosis.selectors.cycles import questions_of, referential_of
from marchepied.apps.plans.enums import Direction, IndicatorKind
from marchepied.apps.plans.models import Indicator, IndicatorTarget, IndicatorValue
from marchepied.apps.plans.selectors.formulas import read_formula, say
from marchepied.engines.expressions import Expression, evaluate
from marchepied.engines.referential import Indicator as Template


@dataclass(frozen=True)
class IndicatorContent:
    """What a person writes of an indicator; an empty key is made from the name."""

    name: str
    key: str = ""
    definition: str = ""
    kind: str = IndicatorKind.NUMBER
    unit: str = ""
    formula: str = ""
    source: str = ""
    direction: str = Direction.NONE
    objective: Any = None
    template_id: str = ""


@dataclass(frozen=True)
class Measure:
    """A number, or words, with a note; nothing at all takes the value away."""

    number: Decimal | None = None
    words: str = ""
    note: str = ""

    @property
    def empty(self) -> bool:
        return self.number is None and not self.words and not self.note


@dataclass(frozen=True)
class YearValue:
    """What an indicator was worth one year, typed or computed.

    `number` or `words` by the indicator's kind; both empty when only a note was left, or when a computed
    value lacks something: `lacking` names the indicators without value, `problems` says what cannot be
    computed. `inputs` gives the values that the formula used, by key.
    """

    year: int
    number: Decimal | None = None
    words: str = ""
    note: str = ""
    computed: bool = False
    lacking: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    inputs: Mapping[str, Decimal | str | None] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        return self.number is not None or bool(self.words)


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator with all its years, in order, and its targets."""

    indicator: Any
    values: tuple[YearValue, ...]
    targets: tuple[IndicatorTarget, ...]

    @property
    def known(self) -> tuple[YearValue, ...]:
        """The years whose value is known, in order."""
        return tuple(value for value in self.values if value.known)

    @property
    def last(self) -> YearValue | None:
        return self.known[-1] if self.known else None

    @property
    def before(self) -> YearValue | None:
        """The known value before the last one."""
        return self.known[-2] if len(self.known) > 1 else None

    def value_of(self, year: int) -> YearValue | None:
        return next((value for value in self.values if value.year == year), None)

    def target_of(self, year: int) -> IndicatorTarget | None:
        return next((target for target in self.targets if target.year == year), None)

    @property
    def next_target(self) -> IndicatorTarget | None:
        """The first target at or after the last known year; the last one when all are past."""
        since = self.last.year if self.last else 0
        ahead = [target for target in self.targets if target.year >= since]
        return next(iter(ahead), None) or next(reversed(self.targets), None)


def indicators_of(organisation: Any) -> list[Indicator]:
    """Every indicator of the organisation, archived ones too, with its values and targets (three queries)."""
    rows = Indicator.objects.filter(organisation=organisation).select_related("objective")
    return list(
        rows.prefetch_related(
            Prefetch("values", queryset=IndicatorValue.objects.order_by("year", "id")),
            Prefetch("targets", queryset=IndicatorTarget.objects.order_by("year", "id")),
        )
    )


def find_indicator(organisation: Any, indicator_id: UUID) -> Indicator | None:
    """The indicator of this id in the organisation; None where there is none."""
    rows = Indicator.objects.select_related("objective")
    return rows.filter(organisation=organisation, pk=indicator_id).first()


def lines_of(indicators: Sequence[Any]) -> list[IndicatorLine]:
    """The years of each indicator, computed ones from the others; no query on prefetched rows."""
    reckoning = _Reckoning(indicators)
    return [
        IndicatorLine(
            indicator,
            tuple(reckoning.values_of(indicator)),
            tuple(sorted(indicator.targets.all(), key=lambda target: target.year)),
        )
        for indicator in indicators
    ]


class _Reckoning:
    """Values by key and year; those of formulas are computed once, inputs first.

    Nothing here recurses, and nothing is walked twice: formulas that name one another in a long chain, or two
    by two, would otherwise hold a server for hours.
    """

    def __init__(self, indicators: Sequence[Any]) -> None:
        self.by_key = {indicator.key: indicator for indicator in indicators}
        self.formulas: dict[str, Expression] = {
            indicator.key: formula
            for indicator in indicators
            if (formula := read_formula(indicator.formula)) is not None
        }
        self.names = {key: formula.names for key, formula in self.formulas.items()}
        self.typed = {
            indicator.key: {value.year: value for value in indicator.values.all()} for indicator in indicators
        }
        self.found: dict[tuple[str, int], YearValue] = {}

    def values_of(self, indicator: Any) -> list[YearValue]:
        years = sorted(self.years_of(indicator.key))
        return [self.value_of(indicator.key, year) for year in years]

    def years_of(self, key: str) -> set[int]:
        """The years for which something is known of a key or of what its formula needs."""
        years: set[int] = set()
        met, waiting = {key}, [key]
        while waiting:
            one = waiting.pop()
            years.update(self.typed.get(one, ()))
            fresh = [name for name in self.names.get(one, ()) if name not in met]
            met.update(fresh)
            waiting += fresh
        return years

    def value_of(self, key: str, year: int) -> YearValue:
        """The value, computed after those it needs; where formulas turn round, the one met again is typed."""
        path = [key] if key in self.formulas and (key, year) not in self.found else []
        open_ = set(path)
        while path:
            lacking = self.find_lacking(path[-1], year, open_)
            if lacking:
                open_.add(lacking)
                path.append(lacking)
            else:
                ready = path.pop()
                self.found[ready, year] = self.compute(ready, year)
        return self.read_value(key, year)

    def find_lacking(self, key: str, year: int, but: set[str]) -> str:
        """A computed value that this one needs and that is not known yet, empty when there is none."""
        return next(
            (
                name
                for name in self.names[key]
                if name in self.formulas and name not in but and (name, year) not in self.found
            ),
            "",
        )

    def read_value(self, key: str, year: int) -> YearValue:
        return self.found.get((key, year)) or self.read_typed(key, year)

    def read_typed(self, key: str, year: int) -> YearValue:
        row = self.typed.get(key, {}).get(year)
        if row is None:
            return YearValue(year)
        number = row.number if self.by_key[key].kind == IndicatorKind.NUMBER else None
        words = row.words if self.by_key[key].kind == IndicatorKind.WORDS else ""
        return YearValue(year, None if number is None else number.normalize(), words, row.note)

    def compute(self, key: str, year: int) -> YearValue:
        inputs: dict[str, Decimal | str | None] = {}
        for name in self.names[key]:
            value = self.read_value(name, year)
            inputs[name] = value.number if value.number is not None else value.words or None
        result = evaluate(self.formulas[key], inputs)
        row = self.typed[key].get(year)
        return YearValue(
            year,
            result.value if isinstance(result.value, Decimal) else None,
            note=row.note if row else "",
            computed=True,
            lacking=tuple(self.name_of(name) for name in result.missing),
            problems=tuple(say(problem.message) for problem in result.problems),
            inputs=inputs,
        )

    def name_of(self, key: str) -> str:
        return self.by_key[key].name if key in self.by_key else key


def asked_year(today: date | None = None) -> int:
    """The year whose values are asked: the last one that is over."""
    return (today or timezone.localdate()).year - 1


def years_without_value(lines: Sequence[IndicatorLine], year: int) -> list[IndicatorLine]:
    """The lines that are typed by hand and have no value for this year."""
    return [
        line
        for line in lines
        if not line.indicator.formula and not ((value := line.value_of(year)) and value.known)
    ]


def templates_for(cycle: Any, taken: Sequence[Any]) -> list[Template]:
    """The indicators that the guide proposes for the questions of the cycle, but those already followed."""
    domains = {question.domain for question in questions_of(cycle)}
    used = {indicator.template_id for indicator in taken}
    return [
        template
        for axis in referential_of(cycle).axes
        for domain in axis.domains
        if domain.id in domains
        for template in domain.indicators
        if template.id not in used
    ]
