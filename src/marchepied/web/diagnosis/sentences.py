"""The first words of a space: sentences about the user's own world, not titles of ours."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marchepied.apps.diagnosis.enums import CycleState, Path, StepKey
from marchepied.apps.diagnosis.selectors.calendar import TOO_SHORT, WHOLE_CALENDAR
from marchepied.apps.diagnosis.selectors.steps import StepFacts
from marchepied.apps.participation.enums import RoundState

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle

NUMBERS = (
    gettext_lazy("zéro"),
    gettext_lazy("une"),
    gettext_lazy("deux"),
    gettext_lazy("trois"),
    gettext_lazy("quatre"),
    gettext_lazy("cinq"),
    gettext_lazy("six"),
    gettext_lazy("sept"),
    gettext_lazy("huit"),
    gettext_lazy("neuf"),
    gettext_lazy("dix"),
    gettext_lazy("onze"),
    gettext_lazy("douze"),
    gettext_lazy("treize"),
    gettext_lazy("quatorze"),
    gettext_lazy("quinze"),
    gettext_lazy("seize"),
    gettext_lazy("dix-sept"),
    gettext_lazy("dix-huit"),
    gettext_lazy("dix-neuf"),
    gettext_lazy("vingt"),
)
DAYS_IN_WORDS = 13
DAYS_PER_MONTH = 30.44


def spell(number: int) -> str:
    """A whole number in words up to twenty (feminine for one), in figures above."""
    return str(NUMBERS[number]) if 0 <= number < len(NUMBERS) else str(number)


def capitalise(text: str) -> str:
    """The same text with a capital first letter."""
    return text[:1].upper() + text[1:]


def count_time(days: int) -> str:
    """A length of time as people say it: days up to two weeks, weeks up to twenty, then months."""
    if days <= DAYS_IN_WORDS:
        return ngettext("un jour", "%(n)s jours", days) % {"n": spell(days)}
    if days <= WHOLE_CALENDAR:
        weeks = round(days / 7)
        return ngettext("une semaine", "%(n)s semaines", weeks) % {"n": spell(weeks)}
    months = round(days / DAYS_PER_MONTH)
    return ngettext("un mois", "%(n)s mois", months) % {"n": spell(months)}


def say_when(assembly: str, on: date, today: date) -> str:
    """« L’assemblée générale est dans onze semaines. », whatever the date."""
    days = (on - today).days
    values = {"assembly": capitalise(assembly), "time": count_time(abs(days))}
    if days == 0:
        return _("%(assembly)s, c’est aujourd’hui.") % values
    if days == 1:
        return _("%(assembly)s, c’est demain.") % values
    if days == -1:
        return _("%(assembly)s, c’était hier.") % values
    if days < 0:
        return _("%(assembly)s, c’était il y a %(time)s.") % values
    return _("%(assembly)s est dans %(time)s.") % values


def say_minutes(minutes: int) -> str:
    """« 45 min », « 2 h », « 1 h 30 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": f"{rest:02d}"}


def headline(cycle: "Cycle", facts: StepFacts, words: Mapping[str, str], today: date) -> str:
    """The first sentence of the page: the assembly when it has a date, otherwise how far one has come."""
    if cycle.state == CycleState.FINISHED:
        return _("Cette démarche est terminée.")
    if cycle.assembly_on:
        return say_when(words["the_assembly"], cycle.assembly_on, today)
    return _say_progress(facts)


def _say_progress(facts: StepFacts) -> str:
    if facts.chosen_actions:
        return ngettext("Une action est choisie.", "%(n)s actions sont choisies.", facts.chosen_actions) % {
            "n": capitalise(spell(facts.chosen_actions))
        }
    if facts.positions:
        return _("Vous savez où vous en êtes. Il reste à choisir quoi faire.")
    if facts.releases:
        return _("Chacun a pu dire son avis. Il reste à en parler ensemble.")
    if facts.answered:
        return ngettext(
            "Une personne a donné son avis.", "%(n)s personnes ont donné leur avis.", facts.answered
        ) % {"n": capitalise(spell(facts.answered))}
    if facts.own_answers:
        return say_own_answers(facts)
    return ngettext(
        "Une question pour dire où vous en êtes.",
        "%(n)s questions pour dire où vous en êtes.",
        facts.questions,
    ) % {"n": capitalise(spell(facts.questions))}


def say_own_answers(facts: StepFacts) -> str:
    """How many questions the organisation has answered itself, at least one."""
    if facts.own_answers >= facts.questions:
        return _("Vous avez répondu à toutes les questions.")
    return ngettext(
        "Vous avez répondu à une question sur %(all)s.",
        "Vous avez répondu à %(n)s questions sur %(all)s.",
        facts.own_answers,
    ) % {"n": spell(facts.own_answers), "all": spell(facts.questions)}


def lead(themes: list[str], cycle: "Cycle", facts: StepFacts, today: date) -> str:
    """The state of the cycle in two or three sentences."""
    quoted = [_("« %(name)s »") % {"name": theme} for theme in themes]
    joined = quoted[0] if len(quoted) == 1 else _("%(first)s et %(last)s") % {
        "first": ", ".join(quoted[:-1]),
        "last": quoted[-1],
    }  # fmt: skip
    sentences = [_("Vous avez choisi %(themes)s.") % {"themes": joined}]
    told = (_say_state(cycle, facts), _say_late(facts), _say_time(cycle, today))
    sentences += [sentence for sentence in told if sentence]
    return " ".join(sentences)


def _say_state(cycle: "Cycle", facts: StepFacts) -> str:
    if facts.round_state == RoundState.OPEN:
        return _say_groups(facts)
    if facts.round_state == RoundState.CLOSED and not (
        facts.releases or facts.positions or facts.chosen_actions
    ):
        return _("Le questionnaire est clos ; il reste à regarder les avis ensemble.")
    if not cycle.assembly_on and not facts.releases and not facts.positions and not facts.chosen_actions:
        return ""  # the first sentence says it already
    if facts.chosen_actions and cycle.assembly_on:
        return _say_progress(facts)
    if facts.positions or facts.releases:
        return (
            ngettext(
                "Vous avez parlé ensemble d’une question.",
                "Vous avez parlé ensemble de %(n)s questions.",
                facts.positions,
            )
            % {"n": spell(facts.positions)}
            if facts.positions
            else _("Il reste à en parler ensemble.")
        )
    if cycle.path == Path.TABLE:
        return _("Tout commence par une feuille.")
    return say_own_answers(facts) if facts.own_answers else _("Tout commence par quelques questions.")


def _say_late(facts: StepFacts) -> str:
    if not facts.late_actions:
        return ""
    return ngettext(
        "Une action a pris du retard.", "%(n)s actions ont pris du retard.", facts.late_actions
    ) % {"n": capitalise(spell(facts.late_actions))}


def _say_groups(facts: StepFacts) -> str:
    heard, called = len(facts.heard), len(facts.calls)
    if heard == 0:
        return _("Aucun groupe n’a encore assez répondu pour que son avis soit montré.")
    if heard == called:
        return _("Tous les groupes ont répondu ; il reste à en parler ensemble.")
    return ngettext(
        "Un groupe sur %(all)s a assez répondu.", "%(n)s groupes sur %(all)s ont assez répondu.", heard
    ) % {"n": capitalise(spell(heard)), "all": spell(called)}


def _say_time(cycle: "Cycle", today: date) -> str:
    if cycle.state == CycleState.FINISHED:
        return ""
    if cycle.path == Path.TABLE and (cycle.assembly_on is None or cycle.assembly_on >= today):
        return ""
    if cycle.assembly_on is None:
        return _("Sans date d’assemblée, les étapes ci-dessous suivent un rythme de vingt semaines.")
    days = (cycle.assembly_on - today).days
    if days < 0:
        return _("Si l’assemblée est reportée, corrigez sa date.")
    if days < TOO_SHORT:
        return _(
            "C’est trop court pour demander l’avis des groupes. Dites où vous en êtes, choisissez "
            "une ou deux actions : le dossier dira simplement ce qui reste à faire."
        )
    return ""


AT_TABLE = {
    StepKey.TAKE_STOCK: gettext_lazy("La feuille"),
    StepKey.WORKSHOP: gettext_lazy("La réunion autour de la table"),
    StepKey.PLAN: gettext_lazy("Trois actions"),
    StepKey.ASSEMBLY: gettext_lazy("Le dossier de deux pages, pour l’assemblée"),
}


def label_step(key: str, words: Mapping[str, str], path: str = Path.GROUPS) -> str:
    """The name of a step, with the space's own word for its assembly; shorter round a table."""
    if path == Path.TABLE and key in AT_TABLE:
        return str(AT_TABLE[StepKey(key)])
    if key == StepKey.ASSEMBLY:
        return _("Présenter %(to_the_assembly)s") % {"to_the_assembly": words["to_the_assembly"]}
    return str(StepKey(key).label)
