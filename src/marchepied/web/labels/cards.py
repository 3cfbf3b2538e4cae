"""A label as a page shows it: the words of its codes, and what others said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.organisations.enums import LegalForm, Sector
from marchepied.apps.referentials.compute import Coverage, TopicCoverage
from marchepied.apps.referentials.enums import LabelKind, Territory
from marchepied.apps.referentials.selectors import read_labels
from marchepied.engines.referential import (
    Label,
    LabelDirectory,
    Question,
    Span,
    WordedQuestion,
    word_question,
)

if TYPE_CHECKING:
    from marchepied.apps.referentials.models import LabelExperience

STANDINGS = ("there", "partly", "touched", "nothing", "not-applicable")


@dataclass(frozen=True)
class LabelCard:
    """A label with the words of its codes; a duration that was not found is empty."""

    label: Label
    kind: str
    sectors: tuple[str, ...]
    families: tuple[str, ...]
    territory: str
    months: str
    years: str
    checked: str


@dataclass(frozen=True)
class Testimony:
    """What an organisation shared of a label, told without its name unless it asked for that."""

    who: str
    state: str
    year: int | None
    months: int | None
    useful: str
    heavy: str


@dataclass(frozen=True)
class TopicLine:
    """A topic of a standard with the questions that speak of it, in words."""

    topic: TopicCoverage
    said: tuple[tuple[WordedQuestion, tuple[Any, ...], str], ...]
    to_answer: tuple[WordedQuestion, ...]


@dataclass(frozen=True)
class Group:
    """The topics that have the same standing."""

    standing: str
    title: str
    lines: tuple[TopicLine, ...]


def directory() -> LabelDirectory:
    """The labels in the language of the page."""
    return read_labels(translation.get_language() or "fr")


def describe(label: Label) -> LabelCard:
    """The card of a label."""
    return LabelCard(
        label,
        str(LabelKind(label.kind).label),
        tuple(str(Sector(code).label) for code in label.sectors),
        tuple(str(LegalForm(code).label) for code in label.families),
        str(Territory(label.territory).label),
        _span(label.months, "months"),
        _span(label.years, "years"),
        f"{label.checked[5:]}/{label.checked[:4]}",
    )


def _span(span: Span | None, unit: str) -> str:
    if span is None:
        return ""
    values = {"least": span.least, "most": span.most}
    if unit == "months":
        if span.least == span.most:
            return ngettext("%(most)d mois", "%(most)d mois", span.most) % values
        return _("%(least)d à %(most)d mois") % values
    if span.least == span.most:
        return ngettext("%(most)d an", "%(most)d ans", span.most) % values
    return _("%(least)d à %(most)d ans") % values


def tell(experience: "LabelExperience") -> Testimony:
    """What was shared, said of a form and a sector; the name only where it was asked for."""
    organisation = experience.organisation
    facts = [organisation.get_legal_form_display(), organisation.get_sector_display()]
    unnamed = " · ".join(fact for fact in facts if fact)
    return Testimony(
        who=organisation.name if experience.named else unnamed,
        state=experience.get_state_display(),
        year=experience.year,
        months=experience.months,
        useful=experience.useful,
        heavy=experience.heavy,
    )


def group_topics(
    coverage: Coverage, questions: Mapping[str, Question], vocabulary: Mapping[str, str]
) -> list[Group]:
    """The topics by standing, what is there first; a standing that nothing has is left out."""
    titles = {
        "there": _("Déjà là, d’après vos réponses"),
        "partly": _("En partie"),
        "touched": _("Effleuré : une réponse en parle, sans suffire"),
        "nothing": _("Rien encore dans vos réponses"),
        "not-applicable": _("Ne vous concerne pas"),
    }
    groups = []
    for standing in STANDINGS:
        lines = tuple(
            _line(topic, questions, vocabulary) for topic in coverage.topics if topic.standing == standing
        )
        if lines:
            groups.append(Group(standing, titles[standing], lines))
    return groups


def _line(
    topic: TopicCoverage, questions: Mapping[str, Question], vocabulary: Mapping[str, str]
) -> TopicLine:
    language = translation.get_language() or "fr"

    def word(ids: Sequence[str]) -> dict[str, WordedQuestion]:
        return {
            name: word_question(questions[name], language, vocabulary) for name in ids if name in questions
        }

    said = word([each.question_id for each in topic.said])
    return TopicLine(
        topic,
        tuple(
            (said[each.question_id], each.parts, each.link.explain(language))
            for each in topic.said
            if each.question_id in said
        ),
        tuple(word(topic.to_answer).values()),
    )
