"""What two turns of hands say, in a sentence: computed from counts alone, the same on every device."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.meetings.selectors.turns import Shift, Turn


def say_shift(shift: Shift | None) -> str:
    """« Au premier tour, 5 personnes sur 12 voyaient le niveau 2 ; après discussion, 7 sur 12 se… »

    Then whether hands came closer, where the same number was raised twice; otherwise that the number
    changed, since nobody can then say who moved. Empty without two turns.
    """
    if shift is None:
        return ""
    if shift.unchanged:
        return _("Les mains n’ont pas bougé entre les deux tours.")
    moved = _("%(before)s ; %(after)s.") % {
        "before": _say_before(shift.first),
        "after": _say_after(shift.first, shift.second),
    }
    return " ".join(part for part in (moved, _say_closeness(shift), _say_totals(shift)) if part)


def _say_before(turn: Turn) -> str:
    if not turn.top:
        return _("Au premier tour, personne n’avait choisi de niveau")
    if len(turn.top) > 1:
        return _say_shared(_("Au premier tour, les mains se partageaient"), turn)
    return ngettext(
        "Au premier tour, une personne sur %(total)s voyait le niveau %(level)s",
        "Au premier tour, %(n)s personnes sur %(total)s voyaient le niveau %(level)s",
        turn.most,
    ) % {"n": turn.most, "total": turn.total, "level": turn.top[0]}


def _say_after(first: Turn, second: Turn) -> str:
    if not second.top:
        return _("après discussion, personne n’en choisit")
    if len(second.top) > 1:
        return _say_shared(_("après discussion, elles se partagent"), second)
    values = {"n": second.most, "total": second.total, "level": second.top[0]}
    if first.top == second.top:
        return (
            ngettext(
                "après discussion, une sur %(total)s s’y retrouve",
                "après discussion, %(n)s sur %(total)s s’y retrouvent",
                second.most,
            )
            % values
        )
    return (
        ngettext(
            "après discussion, une sur %(total)s se retrouve au niveau %(level)s",
            "après discussion, %(n)s sur %(total)s se retrouvent au niveau %(level)s",
            second.most,
        )
        % values
    )


def _say_shared(begun: str, turn: Turn) -> str:
    if len(turn.top) == 2:
        low, high = turn.top
        return _("%(begun)s entre les niveaux %(low)s et %(high)s") % {
            "begun": begun,
            "low": low,
            "high": high,
        }
    return _("%(begun)s entre %(n)s niveaux") % {"begun": begun, "n": len(turn.top)}


def _say_closeness(shift: Shift) -> str:
    if shift.closeness > 0:
        return _("Les avis se sont rapprochés.")
    return _("Les avis se sont écartés.") if shift.closeness < 0 else ""


def _say_totals(shift: Shift) -> str:
    if shift.same_total:
        return ""
    return _(
        "Le nombre de mains a changé (%(first)s, puis %(second)s) : on ne peut pas dire qui a bougé."
    ) % {"first": shift.first.total, "second": shift.second.total}
