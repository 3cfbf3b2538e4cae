"""What is said of coherence, in sentences: on its page and in the account to the assembly."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marchepied.apps.plans.selectors.coherence import Coherence, ServedLine
from marchepied.engines.documents import join_words

# Feminine, as « raison d’être » is; figures above.
NUMBERS = (
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
)


def say_coherence(told: Coherence) -> str:
    """How many purposes an action serves, in one sentence; empty where no purpose is written."""
    total, served = len(told.purposes), len(told.served)
    if not total:
        return ""
    if total == 1 and served:
        return _("Notre raison d’être est servie par au moins une action.")
    if total == 1:
        return _("Aucune action ne sert encore notre raison d’être.")
    words = {"total": _spell(total), "served": _spell(served)}
    if served == total:
        return _("Nos %(total)s raisons d’être sont toutes servies par au moins une action.") % words
    if not served:
        return _("Aucune de nos %(total)s raisons d’être n’est encore servie par une action.") % words
    sentence = ngettext(
        "%(served)s raison d’être sur %(total)s est servie par au moins une action.",
        "%(served)s raisons d’être sur %(total)s sont servies par au moins une action.",
        served,
    )
    return _capitalise(sentence % words)


def say_what_is_left(told: Coherence, language: str) -> str:
    """What nothing serves yet, then what was decided without an action; empty where all is served."""
    sentences = []
    if told.unserved and len(told.purposes) > 1:
        sentences.append(_("Rien ne sert encore : %(what)s.") % {"what": _name(told.unserved, language)})
    if told.only_decided and len(told.purposes) > 1:
        sentences.append(
            _("Décidé, mais sans action pour l’instant : %(what)s.")
            % {"what": _name(told.only_decided, language)}
        )
    return " ".join(sentences)


def say_loose_actions(told: Coherence) -> str:
    """How many actions serve no purpose, without blame; empty where there is none."""
    count = len(told.loose_actions)
    if not count or not told.purposes:
        return ""
    sentence = ngettext(
        "%(count)s action n’est reliée à aucune raison d’être.",
        "%(count)s actions ne sont reliées à aucune raison d’être.",
        count,
    )
    return _capitalise(sentence % {"count": _spell(count)})


def say_loose_decisions(told: Coherence) -> str:
    """How many decisions serve no purpose; empty where there is none."""
    count = len(told.loose_decisions)
    if not count or not told.purposes:
        return ""
    sentence = ngettext(
        "%(count)s décision n’est reliée à aucune raison d’être.",
        "%(count)s décisions ne sont reliées à aucune raison d’être.",
        count,
    )
    return _capitalise(sentence % {"count": _spell(count)})


def _name(lines: Sequence[ServedLine], language: str) -> str:
    quoted = [_("« %(text)s »") % {"text": line.line.text.rstrip(" .")} for line in lines]
    return join_words(quoted, language)


def _spell(number: int) -> str:
    return str(NUMBERS[number - 1]) if 1 <= number <= len(NUMBERS) else str(number)


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]
