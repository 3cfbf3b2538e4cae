"""How a change is told: a sentence first, with its interval where there is one, never a sign alone."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.engines.stats import Difference

A_LITTLE, A_LOT = 0.10, 0.30


def tell_change(group: str, difference: Difference | None, places: tuple[str, str]) -> str:
    """« Salariés : un peu plus de personnes… (entre +3 et +18 points). », or the two places in words.

    Without counts nothing is said of a change: a picture in bands cannot bear it.
    """
    if difference is None or difference.difference is None:
        before, now = places
        if before == now:
            return _("%(group)s : %(now)s, comme la fois d’avant.") % {"group": group, "now": now}
        return _("%(group)s : %(now)s ; la fois d’avant, %(before)s.") % {
            "group": group,
            "now": now,
            "before": before,
        }
    values = {"group": group, "interval": _say_interval(difference)}
    if not difference.is_certain:
        return _("%(group)s : on ne peut pas dire que cela a changé (%(interval)s).") % values
    return _pick(difference.difference) % values


def _pick(change: float) -> str:
    sentences = {
        ("more", "little"): _(
            "%(group)s : un peu plus de personnes choisissent une réponse du haut (%(interval)s)."
        ),
        ("more", "some"): _("%(group)s : plus de personnes choisissent une réponse du haut (%(interval)s)."),
        ("more", "lot"): _(
            "%(group)s : bien plus de personnes choisissent une réponse du haut (%(interval)s)."
        ),
        ("less", "little"): _(
            "%(group)s : un peu moins de personnes choisissent une réponse du haut (%(interval)s)."
        ),
        ("less", "some"): _("%(group)s : moins de personnes choisissent une réponse du haut (%(interval)s)."),
        ("less", "lot"): _(
            "%(group)s : bien moins de personnes choisissent une réponse du haut (%(interval)s)."
        ),
    }
    size = abs(change)
    much = "little" if size < A_LITTLE else "lot" if size >= A_LOT else "some"
    return sentences["more" if change > 0 else "less", much]


def _say_interval(difference: Difference) -> str:
    low, high = (_round(limit) for limit in (difference.low or 0.0, difference.high or 0.0))
    return _("entre %(low)s et %(high)s points") % {"low": _sign(low), "high": _sign(high)}


def _round(limit: float) -> int:
    """Whole points; a limit on one side of zero is never rounded onto it."""
    points = round(100 * limit)
    if points == 0 and abs(limit) > 1e-9:
        return 1 if limit > 0 else -1
    return points


def _sign(points: int) -> str:
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"


def tell_level_change(before: int, now: int, texts: Mapping[int, str]) -> str:
    """« En réunion : de « … » à « … », deux réponses plus haut. »"""
    if before == now:
        return _("En réunion : « %(now)s », comme la fois d’avant.") % {"now": texts.get(now, "")}
    steps = abs(now - before)
    values = {"before": texts.get(before, ""), "now": texts.get(now, ""), "n": steps}
    if now > before:
        sentence = ngettext(
            "En réunion : de « %(before)s » à « %(now)s », une réponse plus haut.",
            "En réunion : de « %(before)s » à « %(now)s », %(n)s réponses plus haut.",
            steps,
        )
    else:
        sentence = ngettext(
            "En réunion : de « %(before)s » à « %(now)s », une réponse plus bas.",
            "En réunion : de « %(before)s » à « %(now)s », %(n)s réponses plus bas.",
            steps,
        )
    return sentence % values
