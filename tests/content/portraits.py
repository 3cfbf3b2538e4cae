"""What an enterprise of a given kind is asked, written for a person to read."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from marchepied.apps.organisations.enums import LegalForm, Sector, SizeBand
from marchepied.apps.organisations.selectors import profile_for, word_choices
from marchepied.engines.referential import (
    Profile,
    Referential,
    applicable_duties,
    applicable_questions,
    duties_answering,
    read_shipped_legal_frame,
    word_question,
    word_text,
)


@dataclass(frozen=True)
class Portrait:
    """An enterprise as it describes itself in « Qui sommes-nous », and the words it uses."""

    name: str
    legal_form: str
    size_band: str
    sector: str
    traits: dict[str, bool] = field(default_factory=dict)

    @property
    def profile(self) -> Profile:
        return profile_for(
            legal_form=self.legal_form, size_band=self.size_band, sector=self.sector, traits=self.traits
        )

    @property
    def words(self) -> dict[str, str]:
        return word_choices(self.legal_form, {}, "fr")


PORTRAITS = {
    "fondation-sans-ag": Portrait(
        "Une fondation sans assemblée générale", LegalForm.FOUNDATION, SizeBand.UP_TO_49, Sector.HEALTH
    ),
    "association-sans-salarie": Portrait(
        "Une association de village, sans salarié",
        LegalForm.ASSOCIATION,
        SizeBand.NONE,
        Sector.CULTURE,
        {"has_volunteers": True},
    ),
    "scic-avec-colleges": Portrait(
        "Une SCIC dont les associés votent par collèges",
        LegalForm.COOPERATIVE_SCIC,
        SizeBand.UP_TO_49,
        Sector.FOOD,
        {"has_colleges": True},
    ),
    "mutuelle-avec-delegues": Portrait(
        "Une mutuelle dont les adhérents élisent des délégués",
        LegalForm.MUTUELLE,
        SizeBand.ABOVE,
        Sector.FINANCE,
        {"has_delegates": True},
    ),
    "entreprise-d-insertion": Portrait(
        "Une association qui emploie des personnes en parcours d’insertion",
        LegalForm.ASSOCIATION,
        SizeBand.UP_TO_249,
        Sector.INSERTION,
        {"has_pathway_employees": True},
    ),
    "societe-esus": Portrait(
        "Une société commerciale agréée ESUS", LegalForm.COMPANY_ESUS, SizeBand.UP_TO_9, Sector.SERVICES
    ),
}


def draw(referential: Referential, portrait: Portrait) -> str:
    """What it is reminded of, then, theme by theme, what it is asked and what it is not."""
    return "\n".join((*_introduce(referential, portrait), *_ask(referential, portrait), ""))


def _introduce(referential: Referential, portrait: Portrait) -> Iterator[str]:
    note = read_shipped_legal_frame().note_for(portrait.legal_form)
    said = [word_text(text.read_in("fr"), "fr", portrait.words) for text in (note.sentence, note.note)]
    yield portrait.name
    yield "=" * len(portrait.name)
    yield ""
    yield from said
    yield ""
    yield "Ce qu’elle fait déjà, par la loi ou par l’usage :"
    for duty in applicable_duties(referential, portrait.profile):
        yield f"  - {word_text(duty.title.read_in('fr'), 'fr', portrait.words)}"


def _ask(referential: Referential, portrait: Portrait) -> Iterator[str]:
    asked = applicable_questions(referential, portrait.profile)
    for axis in referential.axes:
        questions = [question for question in asked if question.axis == axis.id]
        yield ""
        yield f"{axis.number}. {axis.short.read_in('fr')} ({len(questions)} questions)"
        for question in questions:
            worded = word_question(question, "fr", portrait.words)
            yield f"  {'*' if question.depth == 'express' else '-'} {worded.statement}"
            yield f"      Aux participants : {worded.wording}"
            for duty, answer in duties_answering(referential, question, portrait.profile):
                title, part = (
                    word_text(text.read_in("fr"), "fr", portrait.words) for text in (duty.title, answer.part)
                )
                yield f"      Déjà dit peut-être. {title} : {part}"
        kept = {question.id for question in questions}
        left = [q for domain in axis.domains for q in domain.questions if q.id not in kept]
        if left:
            yield "  Ne lui sont pas posées :"
            yield from (f"      {word_question(q, 'fr', portrait.words).statement}" for q in left)
