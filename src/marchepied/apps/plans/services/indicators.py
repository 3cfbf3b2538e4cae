"""Writes of the indicators: definitions, yearly values, targets."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.organisations.selectors import vocabulary_of
from marchepied.apps.plans.enums import Direction, IndicatorKind
from marchepied.apps.plans.models import Indicator, IndicatorTarget, IndicatorValue
from marchepied.apps.plans.selectors.formulas import find_fault, kinds_of, read_formula, say, users_of
from marchepied.apps.plans.selectors.indicators import IndicatorContent, Measure, templates_for
from marchepied.apps.plans.validators import FIRST_YEAR, LAST_YEAR
from marchepied.core.audit import record
from marchepied.engines.expressions import fold_name, make_name, refuse_name, write
from marchepied.engines.referential import Text, word_text

KEY_LENGTH, NAME_LENGTH, UNIT_LENGTH, SOURCE_LENGTH, FORMULA_LENGTH, NOTE_LENGTH = 40, 160, 40, 200, 400, 300


class FormulaRefusedError(ValidationError):
    """A formula that cannot be kept: the sentence, and two lines that point at the characters."""

    def __init__(self, sentence: str, place: str) -> None:
        super().__init__(sentence)
        self.place = place


@transaction.atomic
def add_indicator(*, organisation: Any, content: IndicatorContent, by: Any) -> Indicator:
    """Follow one more indicator, after the others. Raises ValidationError where it cannot be kept."""
    others = list(Indicator.objects.filter(organisation=organisation))
    indicator = Indicator(organisation=organisation, position=len(others))
    _fill(indicator, content, others)
    indicator.save()
    record("indicator.added", indicator, by=by, name=indicator.name)
    return indicator


@transaction.atomic
def update_indicator(*, indicator: Indicator, content: IndicatorContent, by: Any) -> Indicator:
    """Write an indicator again; a new key is written in the formulas that name the old one.

    Raises ValidationError where it cannot be kept.
    """
    others = list(Indicator.objects.filter(organisation=indicator.organisation_id).exclude(pk=indicator.pk))
    before = indicator.key
    if content.kind == IndicatorKind.WORDS and (users := users_of(before, others)):
        raise ValidationError({"kind": _name_users(users, _("Ce doit rester un chiffre."))})
    if content.key and fold_name(content.key.strip()) != before:
        _rename_key(before, fold_name(content.key.strip()), users_of(before, others))
    _fill(indicator, content, others)
    indicator.save()
    record("indicator.changed", indicator, by=by, name=indicator.name)
    return indicator


def _rename_key(before: str, after: str, users: Sequence[Indicator]) -> None:
    """Write the new key in the formulas that name the old one; one that cannot be a key changes nothing."""

    def name(key: str) -> str:
        return after if key == before else key

    for user in users:
        formula = read_formula(user.formula)
        if formula is not None and refuse_name(after) is None:
            user.formula = write(formula, name=name)
            user.save(update_fields=["formula"])


def _fill(indicator: Indicator, content: IndicatorContent, others: Sequence[Indicator]) -> None:
    indicator.name = " ".join(content.name.split())[:NAME_LENGTH]
    if not indicator.name:
        raise ValidationError({"name": _("Donnez un nom à cet indicateur.")})
    indicator.key = _choose_key(indicator, content, others)
    indicator.definition, indicator.kind = content.definition.strip(), content.kind
    indicator.unit, indicator.source = content.unit.strip(), content.source.strip()
    indicator.direction = content.direction if content.kind == IndicatorKind.NUMBER else Direction.NONE
    indicator.objective = content.objective
    indicator.template_id = content.template_id or indicator.template_id
    indicator.formula = content.formula.strip() if content.kind == IndicatorKind.NUMBER else ""
    if indicator.formula:
        _check_formula(indicator, others)


def _choose_key(indicator: Indicator, content: IndicatorContent, others: Sequence[Indicator]) -> str:
    taken = {other.key for other in others}
    key = fold_name(content.key.strip())
    if not key:
        return indicator.key or make_name(indicator.name, taken, longest=KEY_LENGTH)
    refusal = refuse_name(key)
    if refusal is not None or "." in key or len(key) > KEY_LENGTH:
        raise ValidationError(
            {"key": say(refusal) if refusal else _("Ce nom court est trop long, ou contient un point.")}
        )
    if key in taken:
        other = next(other for other in others if other.key == key)
        raise ValidationError({"key": _("« %(name)s » porte déjà ce nom court.") % {"name": other.name}})
    return key


def _check_formula(indicator: Indicator, others: Sequence[Indicator]) -> None:
    fault = find_fault(
        indicator.formula,
        key=indicator.key,
        kinds=kinds_of(others),
        formulas={other.key: other.formula for other in others},
    )
    if fault is not None:
        raise FormulaRefusedError(fault.sentence, fault.place)


@transaction.atomic
def save_values(
    *, organisation: Any, year: int, measures: Mapping[UUID, Measure], by: Any
) -> list[Indicator]:
    """Write the values of one year; the indicators whose value really changed.

    A measure that is empty takes the value of that year away. Computed indicators keep only their note.
    Ids that are not indicators of the organisation bring nothing.
    """
    _check_year(year)
    rows = Indicator.objects.filter(organisation=organisation, pk__in=measures).order_by("position", "id")
    known = {
        value.indicator_id: value
        for value in IndicatorValue.objects.filter(organisation=organisation, year=year)
    }
    return [
        indicator
        for indicator in rows
        if _save_value(indicator, year, measures[indicator.pk], known.get(indicator.pk), by)
    ]


def _check_year(year: int) -> None:
    """Raise ValidationError for a year that nobody measures."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(
            _("L’année doit être entre %(first)s et %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )


def _save_value(
    indicator: Indicator, year: int, measure: Measure, known: IndicatorValue | None, by: Any
) -> bool:
    number = measure.number if indicator.kind == IndicatorKind.NUMBER and not indicator.formula else None
    words = measure.words.strip() if indicator.kind == IndicatorKind.WORDS else ""
    kept = Measure(number, words, measure.note.strip()[:NOTE_LENGTH])
    before = Measure(known.number, known.words, known.note) if known else Measure()
    if kept == before:
        return False
    if kept.empty and known is not None:
        known.delete()
    else:
        IndicatorValue.objects.update_or_create(
            organisation_id=indicator.organisation_id,
            indicator=indicator,
            year=year,
            defaults={**vars(kept), "by": by, "at": timezone.now()},
        )
    record(
        "indicator.measured",
        indicator,
        by=by,
        year=year,
        before=_tell(before),
        after=_tell(kept),
    )
    return True


def _tell(measure: Measure) -> str:
    return str(measure.number) if measure.number is not None else measure.words


@transaction.atomic
def save_targets(*, indicator: Indicator, targets: Mapping[int, Measure], by: Any) -> None:
    """Write where the indicator should be; an empty target is taken away, years not named stay."""
    for year, target in targets.items():
        _check_year(year)
        if target.number is None and not target.words.strip():
            IndicatorTarget.objects.filter(indicator=indicator, year=year).delete()
            continue
        IndicatorTarget.objects.update_or_create(
            organisation_id=indicator.organisation_id,
            indicator=indicator,
            year=year,
            defaults={"number": target.number, "words": target.words.strip()[:200]},
        )
    record("indicator.targeted", indicator, by=by, years=sorted(targets))


@transaction.atomic
def archive_indicator(*, indicator: Indicator, archived: bool, by: Any) -> None:
    """Stop asking for an indicator, or ask for it again; its values stay."""
    indicator.archived = archived
    indicator.save(update_fields=["archived"])
    record("indicator.archived" if archived else "indicator.restored", indicator, by=by, name=indicator.name)


@transaction.atomic
def delete_indicator(*, indicator: Indicator, by: Any) -> None:
    """Remove an indicator with its values. Raises ValidationError while a formula names it."""
    others = Indicator.objects.filter(organisation=indicator.organisation_id).exclude(pk=indicator.pk)
    users = users_of(indicator.key, list(others))
    if users:
        raise ValidationError(_name_users(users, _("Changez d’abord leur formule.")))
    record("indicator.deleted", indicator, by=by, name=indicator.name)
    indicator.delete()


def _name_users(users: Sequence[Indicator], advice: str) -> str:
    names = ", ".join(f"« {user.name} »" for user in users)
    return _("%(names)s se calcule avec cet indicateur. %(advice)s") % {"names": names, "advice": advice}


@transaction.atomic
def adopt_templates(*, cycle: Any, template_ids: Sequence[str], language: str, by: Any) -> list[Indicator]:
    """Follow the chosen indicators of the guide, in words that can then be changed.

    Raises ValidationError when nothing is chosen, or one of them is no longer proposed.
    """
    taken = list(Indicator.objects.filter(organisation=cycle.organisation))
    offered = {template.id: template for template in templates_for(cycle, taken)}
    if not template_ids:
        raise ValidationError(_("Cochez au moins un indicateur."))
    if any(template_id not in offered for template_id in template_ids):
        raise ValidationError(_("Un de ces indicateurs n’est plus proposé : rechargez la page."))
    vocabulary = vocabulary_of(cycle.organisation, language)

    def words(text: Text, length: int = 2_000) -> str:
        return word_text(text.read_in(language), language, vocabulary)[:length]

    return [
        add_indicator(
            organisation=cycle.organisation,
            content=IndicatorContent(
                name=words(template.title, NAME_LENGTH),
                # The guide says how to count in words: this is no formula of ours.
                definition=f"{words(template.definition)}\n{words(template.formula)}".strip(),
                kind=IndicatorKind.NUMBER if template.kind == "quantitative" else IndicatorKind.WORDS,
                unit=words(template.unit, UNIT_LENGTH),
                source=words(template.source_document, SOURCE_LENGTH),
                template_id=template.id,
            ),
            by=by,
        )
        for template in (offered[template_id] for template_id in dict.fromkeys(template_ids))
    ]
