"""Sentences of a call: its moment, what groups voted, its history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marchepied.apps.networks.compute import AGAINST, FOR, SHARED, say_proposal
from marchepied.apps.networks.enums import PHASES, Phase
from marchepied.apps.networks.rules import is_late
from marchepied.apps.networks.selectors.appeals import Moment, printed_votes
from marchepied.engines.privacy import PrintedCell, ProtectedQuestion
from marchepied.web.referentials.writing.telling import tell_change

NEXT: dict[str, Promise] = {
    Phase.DISCUSS: gettext_lazy("Passer à la discussion"),
    Phase.VOTE: gettext_lazy("Ouvrir le vote"),
    Phase.REPLY: gettext_lazy("Fermer le vote"),
    Phase.CLOSED: gettext_lazy("Terminer cet appel"),
}
NOW: dict[str, Promise] = {
    Phase.PROPOSE: gettext_lazy("C’est le moment de proposer : une question, d’autres mots, une remarque."),
    Phase.DISCUSS: gettext_lazy("On ne propose plus : on discute de ce qui est là."),
    Phase.VOTE: gettext_lazy("On vote : pour, contre ou sans avis."),
    Phase.REPLY: gettext_lazy("Le vote est fermé. Chaque proposition reçoit sa réponse."),
    Phase.CLOSED: gettext_lazy("Cet appel est terminé. Chaque proposition a sa réponse."),
}


BACK: dict[str, Promise] = {
    Phase.DISCUSS: gettext_lazy("Reprendre des propositions"),
    Phase.CLOSED: gettext_lazy("Rouvrir pour changer une réponse"),
}


def tell_now(appeal: Any) -> str:
    """Where a call is, in one sentence; once its last day is past, that one waits for the network."""
    if is_late(appeal):
        return _("La date annoncée est passée. Le réseau va passer à la suite.")
    return str(NOW[appeal.phase])


@dataclass(frozen=True)
class Step:
    """A moment of a call in the list of its moments."""

    label: str
    done: bool
    current: bool


def list_steps(appeal: Any) -> list[Step]:
    """The moments of a call, the present one marked."""
    place = PHASES.index(Phase(appeal.phase))
    return [Step(str(phase.label), rank < place, rank == place) for rank, phase in enumerate(PHASES)]


@dataclass(frozen=True)
class GroupVoice:
    """What may be said of the vote of one group, or of several small ones together."""

    who: str
    said: str


def tell_voices(printed: ProtectedQuestion | None) -> list[GroupVoice]:
    """What groups voted on a proposal, as far as it may be said."""
    cells = printed.cells if printed else ()
    return [GroupVoice(", ".join(cell.colleges), _tell_cell(cell)) for cell in cells]


_PATTERNS: dict[str, Promise] = {
    "mostly_low": gettext_lazy("plutôt contre"),
    "mostly_middle": gettext_lazy("plutôt partagés"),
    "mostly_high": gettext_lazy("plutôt pour"),
    "opposed": gettext_lazy("coupés en deux"),
    "spread": gettext_lazy("des avis de tous côtés"),
}
_ALMOST: dict[int, Promise] = {
    AGAINST: gettext_lazy("presque tous contre"),
    SHARED: gettext_lazy("presque tous partagés"),
    FOR: gettext_lazy("presque tous pour"),
}


def _tell_cell(cell: PrintedCell) -> str:
    if cell.levels is not None:
        against, shared, for_ = cell.levels
        return _("%(for)s pour, %(against)s contre, %(shared)s partagés") % {
            "for": for_,
            "against": against,
            "shared": shared,
        }
    if cell.dominant_level is not None:
        return str(_ALMOST[cell.dominant_level])
    if cell.pattern is not None:
        return str(_PATTERNS[cell.pattern])
    if cell.reason == "nobody":
        return _("personne n’a voté")
    return _("trop peu de votes pour les dire sans reconnaître quelqu’un")


@dataclass(frozen=True)
class Told:
    """A proposal in a list: its sentence, and what groups voted on it."""

    proposal: Any
    sentence: str
    voices: list[GroupVoice]


def tell_proposals(appeal: Any, proposals: Iterable[Any]) -> list[Told]:
    """The proposals of a call, in sentences."""
    return [Told(one, say_proposal(one), tell_voices(printed_votes(appeal, one))) for one in proposals]


@dataclass(frozen=True)
class Line:
    """A line of the history: when, what happened, and what was answered."""

    on: date
    sentence: str
    reply: str = ""
    proposal: Any = None


def tell_history(moments: Iterable[Moment]) -> list[Line]:
    """Who proposed what, what became of it, and who changed what, latest first."""
    return [_tell_moment(moment) for moment in moments]


def _tell_moment(moment: Moment) -> Line:
    if moment.proposal is None:
        sentence = tell_change(moment.change)
        if moment.change.credit:
            sentence += " " + _("Sur une idée de %(name)s.") % {"name": moment.change.credit}
        return Line(moment.on, sentence)
    proposal = moment.proposal
    words = {"who": proposal.credit, "what": say_proposal(proposal)}
    sentence = _("Proposé par %(who)s : %(what)s") % words
    state = proposal.get_state_display().capitalize()
    return Line(moment.on, sentence, f"{state}. {proposal.reply}" if proposal.reply else "", proposal)


def tell_needed(n: int) -> str:
    """How many more experts must agree."""
    return ngettext("Il manque un accord.", "Il manque %(n)s accords.", n) % {"n": n}
