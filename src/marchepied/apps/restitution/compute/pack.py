"""A cycle in, an AG pack out, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.enums import Path
from marchepied.apps.diagnosis.selectors.crossed import CrossedRow
from marchepied.apps.diagnosis.selectors.cycles import themes_of
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.selectors import Plan, is_late
from marchepied.apps.referentials.selectors import read_legal_frame
from marchepied.apps.restitution.compute.account import FIRST_PAGE, Account, gather_account
from marchepied.apps.restitution.compute.coherence import describe_coherence
from marchepied.apps.restitution.compute.deliberation import describe_deliberation
from marchepied.apps.restitution.compute.elsewhere import list_evidence, say_credit_alone, say_spared
from marchepied.apps.restitution.compute.figures import (
    describe_held,
    describe_indicators,
    describe_votes,
    list_learned,
)
from marchepied.apps.restitution.compute.listening import describe_listening
from marchepied.apps.restitution.compute.surveys import describe_surveys
from marchepied.apps.restitution.compute.table import compact_pack, say_missing_at_table
from marchepied.apps.restitution.compute.telling import (
    action_owner,
    choose_commitments,
    choose_results,
    decided_questions,
    own_words,
    position_words,
)
from marchepied.apps.restitution.compute.years import list_since_last
from marchepied.apps.restitution.selectors.assemblies import assembly_of
from marchepied.engines.documents import (
    ActionItem,
    Assembly,
    CollegeView,
    DebateQuestion,
    DecisionItem,
    ObjectiveItem,
    Pack,
    QuestionResult,
    Respondents,
    Standing,
    ThemeSection,
    Visibility,
    Voice,
    join_words,
)
from marchepied.engines.referential import Question

MOST_DEBATED = 3
VISIBILITIES = {"shown": Visibility.SHOWN, "hidden": Visibility.HIDDEN}


def build_pack(cycle: Any, language: str, *, issued_on: date | None = None) -> Pack:
    """The AG pack of a cycle as it stands, possibly almost empty: each part then says so.

    `issued_on` is the day it carries, today unless another is given.
    """
    with translation.override(language):
        account = gather_account(cycle, language)
        organisation = cycle.organisation
        pack = Pack(
            organisation=organisation.name,
            issued_on=issued_on or timezone.localdate(),
            facts=describe_organisation(organisation),
            cycle=cycle.title,
            perimeter=describe_perimeter(account),
            assembly=Assembly(name=account.words["assembly"].capitalize(), on=cycle.assembly_on)
            if cycle.assembly_on
            else None,
            respondents=list_respondents(account),
            standing=count_standing(account),
            results=tuple(choose_results(account)[:FIRST_PAGE]),
            commitments=tuple(choose_commitments(account)[:FIRST_PAGE]),
            themes=tuple(_describe_theme(account, axis) for axis in themes_of(cycle)),
            decisions=tuple(_describe_decision(account, question) for question in decided_questions(account)),
            vision=account.plan.vision,
            objectives=list_objectives(account.plan),
            debates=choose_debates(account),
            since_last=list_since_last(cycle),
            learned=list_learned(cycle, language),
            votes=describe_votes(cycle),
            indicators=describe_indicators(cycle),
            coherence=() if cycle.path == Path.TABLE else describe_coherence(account),
            deliberation=() if cycle.path == Path.TABLE else describe_deliberation(cycle),
            listening=() if cycle.path == Path.TABLE else describe_listening(cycle, language),
            surveys=() if cycle.path == Path.TABLE else describe_surveys(cycle, language),
            held=describe_held(assembly_of(cycle)),
            legal_frame=say_legal_frame(account),
            the_organisation=account.words["the_organisation"],
            of_the_organisation=account.words["of_the_organisation"],
        )
        return compact_pack(pack, account) if cycle.path == Path.TABLE else pack


def describe_organisation(organisation: Any) -> str:
    """Form, sector and place in a line, as far as they are known."""
    parts = [
        organisation.get_legal_form_display(),
        organisation.get_sector_display() if organisation.sector else "",
        organisation.get_size_band_display() if organisation.size_band else "",
        organisation.commune.name if organisation.commune_id else "",
    ]
    return " · ".join(str(part) for part in parts if part)


def describe_perimeter(account: Account) -> str:
    """What the account covers: questions, themes, depth."""
    themes = [account.say(axis.short) for axis in themes_of(account.cycle)]
    count = len(account.questions)
    sentence = ngettext(
        "%(count)s question du guide national des bonnes pratiques, sur : %(themes)s.",
        "%(count)s questions du guide national des bonnes pratiques, sur : %(themes)s.",
        count,
    )
    asked = sentence % {"count": count, "themes": ", ".join(themes)}
    return " ".join(filter(None, (asked, say_spared(account))))


def list_respondents(account: Account) -> tuple[Respondents, ...]:
    """Who was asked and how many answered; groups that nobody answered for are told too.

    Organisations that answered in their own name come last, by their names.
    """
    if account.release is None:
        return ()
    content = account.release.content
    groups = [Respondents(college["name"], _count_respondents(college)) for college in content["colleges"]]
    signed = dict.fromkeys(
        voice["name"] for question in content["questions"] for voice in question["organisations"]
    )
    if signed:
        groups.append(Respondents(_("En leur nom"), join_words(list(signed), account.language)))
    return tuple(groups)


def _count_respondents(college: Mapping[str, Any]) -> str:
    if college["mode"] == "collective":
        return _("une réponse commune") if college["answered"] else _("aucune réponse")
    if college["expected"]:
        return _("%(n)s sur %(total)s") % {"n": college["answered"], "total": college["expected"]}
    return ngettext("%(n)s réponse", "%(n)s réponses", college["answered"]) % {"n": college["answered"]}


def count_standing(account: Account) -> Standing | None:
    """How many questions rest on the organisation's word, and how many on a document.

    Nobody outside checks anything yet: `checked` stays 0 until an audit exists.
    """
    asked = {question.id for question in account.questions}
    answers = [answer for identity, answer in account.own.items() if identity in asked]
    evidenced = sum(1 for answer in answers if list(answer.evidence.all()))
    if not answers:
        return None
    return Standing(len(answers), len(answers) - evidenced, evidenced, 0)


def list_objectives(plan: Plan) -> tuple[ObjectiveItem, ...]:
    """The objectives with their actions, then the actions that serve none in particular."""
    by_objective: dict[Any, list[Any]] = {}
    for action in plan.actions:
        by_objective.setdefault(action.objective_id, []).append(_describe_action(action))
    items = [
        ObjectiveItem(
            objective.text, str(objective.get_horizon_display()), tuple(by_objective.get(objective.pk, ()))
        )
        for objective in plan.objectives
    ]
    if loose := by_objective.get(None):
        title = _("Nos actions") if not items else _("Autres actions")
        items.append(ObjectiveItem(title, "", tuple(loose)))
    return tuple(items)


def _describe_action(action: Any) -> ActionItem:
    return ActionItem(
        title=action.title,
        owner=action_owner(action),
        means=action.means,
        due=action.due_on,
        state=str(ActionState(action.state).label),
        result=action.result or action.expected_result,
        late=is_late(action),
    )


def choose_debates(account: Account) -> tuple[DebateQuestion, ...]:
    """The pilot's own questions; otherwise those of the guide where views differ most."""
    own = [line for line in account.cycle.debate_questions if line.strip()]
    if own:
        return tuple(DebateQuestion(line) for line in own)
    by_id = {question.id: question for question in account.questions}
    chosen = [
        DebateQuestion(account.say(by_id[crossed.id].discussion), crossed.sentence)
        for crossed in account.discussed
        if crossed.id in by_id
    ]
    if not chosen:
        low = sorted(
            (answer.level, identity)
            for identity, answer in account.own.items()
            if answer.level is not None and identity in by_id
        )
        chosen = [DebateQuestion(account.say(by_id[identity].discussion)) for _level, identity in low]
    return tuple(chosen[:MOST_DEBATED])


def say_legal_frame(account: Account) -> str:
    """The sentence on the law, in the words of the organisation's legal form."""
    note = read_legal_frame().note_for(account.cycle.organisation.legal_form)
    return account.say(note.sentence)


def _describe_theme(account: Account, axis: Any) -> ThemeSection:
    asked = [*account.questions, *account.spared]
    questions = [question for question in asked if question.axis == axis.id]
    told = [question for question in questions if _has_something(account, question.id)]
    why = account.cycle.introduction or account.say(axis.purpose)
    return ThemeSection(
        key=axis.id,
        name=account.say(axis.short),
        why=why,
        questions=tuple(_describe_question(account, question) for question in told),
    )


def _has_something(account: Account, question_id: str) -> bool:
    return any(
        question_id in told for told in (account.own, account.positions, account.crossed, account.credits)
    )


def _describe_question(account: Account, question: Question) -> QuestionResult:
    crossed = account.crossed.get(question.id)
    answer, position = account.own.get(question.id), account.positions.get(question.id)
    levels = len(question.levels)
    elsewhere, left = say_credit_alone(account, question.id, answer)
    return QuestionResult(
        key=question.id,
        wording=_ask(account, question),
        statement=_statement_of(account, question, crossed, answer, position),
        low_end=crossed.low_end if crossed else account.say(question.ends.low),
        high_end=crossed.high_end if crossed else account.say(question.ends.high),
        levels=levels,
        share_heads=tuple(str(level) for level in range(1, levels + 1)) if crossed else (),
        colleges=tuple(_describe_college(row, levels) for row in crossed.rows) if crossed else (),
        own_level=own_words(account, question, answer) or elsewhere,
        own_narrative=answer.narrative if answer else left,
        evidence=list_evidence(account, question.id, answer),
        position=position_words(account, question, position),
        position_mode=str(position.get_agreement_display()) if position else "",
        position_note=position.disagreement_note if position else "",
        divergence=crossed.sentence if crossed and crossed.verdict in {"apart", "unknown"} else "",
        voices=tuple(Voice(who, what) for who, what in crossed.voices) if crossed else (),
    )


def _ask(account: Account, question: Question) -> str:
    """The question as groups read it where they were asked; otherwise as the guide states it."""
    crossed = account.crossed.get(question.id)
    return crossed.wording if crossed else account.say(question.statement)


def _statement_of(account: Account, question: Question, crossed: Any, answer: Any, position: Any) -> str:
    if crossed and crossed.verdict == "hidden" and len(crossed.voices) == 1:
        # Nothing else may be shown of the groups: the one voice that spoke openly says more.
        return " : ".join(crossed.voices[0])
    if crossed:
        return crossed.sentence
    if position is not None:
        return position_words(account, question, position)
    return own_words(account, question, answer) or say_credit_alone(account, question.id, answer)[0]


def _describe_college(row: CrossedRow, levels: int) -> CollegeView:
    visibility = VISIBILITIES.get(row.status, Visibility.BANDED)
    shares = tuple(str(count) for count in row.counts) if row.counts else ("–",) * levels
    return CollegeView(
        name=row.name,
        answers=row.note if visibility is Visibility.HIDDEN else row.respondents,
        visibility=visibility,
        median=row.median,
        low=row.lower,
        high=row.upper,
        apart=row.apart,
        shares=shares,
        unknown="–" if row.dont_know is None else str(row.dont_know),
    )


def _describe_decision(account: Account, question: Question) -> DecisionItem:
    position = account.positions[question.id]
    return DecisionItem(
        statement=position_words(account, question, position),
        question=_ask(account, question),
        mode=str(position.get_agreement_display()),
        on=position.held_on,
        disagreement=position.disagreement_note,
    )


@dataclass(frozen=True)
class Lack:
    """What a reader will miss, in a sentence, and the place where it is mended."""

    sentence: str
    place: str


def say_missing(pack: Pack) -> Sequence[Lack]:
    """What a reader will miss: nothing prevents the pack from being made."""
    if pack.compact:
        return [Lack(sentence, place) for sentence, place in say_missing_at_table(pack)]
    lacks = [
        (
            not pack.respondents,
            "groups",
            _("Aucun groupe n’a été interrogé : le dossier porte votre seule parole."),
        ),
        (pack.standing is None, "questions", _("Vous n’avez pas encore dit où vous en êtes.")),
        (
            pack.standing is not None and pack.standing.evidenced == 0,
            "evidence",
            _("Aucun document n’appuie ce que vous dites : le dossier l’écrit."),
        ),
        (not pack.decisions, "workshop", _("Rien n’a été décidé ensemble pour l’instant.")),
        (not pack.commitments, "plan", _("Le plan est vide : le dossier ne promet rien.")),
        (pack.assembly is None, "assembly", _("La date de l’assemblée n’est pas fixée.")),
    ]
    return [Lack(sentence, place) for lacking, place, sentence in lacks if lacking]
