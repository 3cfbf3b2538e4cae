"""What the pages of crossed views and of the meeting say first, in whole sentences."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.selectors.crossed import CrossedQuestion
from marchepied.apps.diagnosis.selectors.workshop import Agenda
from marchepied.web.diagnosis.sentences import capitalise, spell


def lead_of(questions: Sequence[CrossedQuestion]) -> str:
    """« Sur onze questions, vos groupes voient la même chose pour sept. Voici celles où… »"""
    sentences = [_say_agreed(questions), _say_discussed(questions), _say_hidden(questions)]
    return " ".join(sentence for sentence in sentences if sentence)


def _say_agreed(questions: Sequence[CrossedQuestion]) -> str:
    compared = [question for question in questions if question.compared]
    if not compared:
        told = any(question.verdict != "hidden" for question in questions)
        return _("Un seul groupe a assez répondu : voici ce qu’il dit, sans comparaison.") if told else ""
    agreed = sum(question.verdict in {"together", "low"} for question in compared)
    values = {"all": spell(len(compared)), "n": spell(agreed)}
    if len(compared) == 1:
        return ""
    if agreed == 0:
        return _("Sur %(all)s questions, vos groupes ne voient la même chose pour aucune.") % values
    if agreed == len(compared):
        return _("Sur %(all)s questions, vos groupes voient la même chose pour toutes.") % values
    return _("Sur %(all)s questions, vos groupes voient la même chose pour %(n)s.") % values


def _say_discussed(questions: Sequence[CrossedQuestion]) -> str:
    kinds = {question.verdict for question in questions if question.discussed}
    differ, low = bool(kinds & {"apart", "unknown"}), "low" in kinds
    if differ and low:
        return _(
            "Voici celles où ils ne voient pas la même chose, ne savent pas, ou disent ensemble "
            "qu’il y a à faire."
        )
    if differ:
        return _("Voici celles où ils ne voient pas la même chose, ou ne savent pas.")
    if low:
        return _("Voici celles où ils disent ensemble qu’il y a à faire.")
    return _("Voici celles que vous voyez autrement qu’eux.") if kinds else ""


def _say_hidden(questions: Sequence[CrossedQuestion]) -> str:
    hidden = sum(question.verdict == "hidden" for question in questions)
    if hidden in {0, len(questions)}:
        return ""
    return capitalise(
        ngettext(
            "Pour une question, trop peu de personnes ont répondu.",
            "Pour %(n)s questions, trop peu de personnes ont répondu.",
            hidden,
        )
        % {"n": spell(hidden)}
    )


def say_meeting(agenda: Agenda, around: int) -> str:
    """« Cinq questions, environ 50 minutes. »: the meeting in one sentence.

    `around` is how many minutes its opening and its end take.
    """
    count = len(agenda.questions)
    if agenda.decided == count > 0:
        return _("Vous avez parlé de tout ce qui était prévu.")
    questions = ngettext("Une question", "%(n)s questions", count) % {"n": spell(count)}
    minutes = around + count * agenda.minutes
    return _("%(questions)s, environ %(minutes)s minutes.") % {
        "questions": capitalise(questions),
        "minutes": minutes,
    }
