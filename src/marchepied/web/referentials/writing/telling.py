"""Sentences of a draft: what it still lacks, what it changes, who changed what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from marchepied.engines.referential import Changes, say_changes, word_text
from marchepied.engines.referential.editing import Gap, find_place, say_name
from marchepied.web.referentials.writing.words import KINDS, ONE, label_of

MOST_NAMED = 4


@dataclass(frozen=True)
class Lack:
    """What one item lacks: how it is called, the place to mend it, one sentence a thing."""

    item_id: str
    kind: str
    name: str
    anchor: str
    sentences: tuple[str, ...]


def tell_gaps(gaps: Iterable[Gap], content: Any, vocabulary: Mapping[str, str]) -> list[Lack]:
    """The gaps of a draft, item by item."""
    by_item: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_item.setdefault(gap.item_id, []).append(gap)
    return [
        Lack(
            item_id,
            found[0].kind,
            _name(content, item_id, vocabulary),
            _anchor(found[0]),
            tuple(_tell_item(found)),
        )
        for item_id, found in by_item.items()
    ]


def _name(content: Any, item_id: str, vocabulary: Mapping[str, str]) -> str:
    language = get_language() or "fr"
    place = find_place(content, item_id) if item_id else None
    return word_text(say_name(place.item if place else content, language), language, vocabulary)


def _anchor(gap: Gap) -> str:
    """The field that a gap is about, where there is one."""
    if gap.field in {"colleges", "levers"}:
        return f"id_{gap.field}_0"
    return f"id_{gap.field}-{gap.language or 'fr'}" if gap.field else ""


def _tell_item(gaps: Sequence[Gap]) -> Iterable[str]:
    missing = [label_of(gap.kind, gap.field) for gap in gaps if gap.code == "missing"]
    if missing:
        yield _tell_missing(list(dict.fromkeys(missing)))
    lacking = [gap for gap in gaps if gap.code in {"translation", "lines"}]
    for language in sorted({gap.language for gap in lacking}):
        yield _tell_untranslated(language, sum(gap.language == language for gap in lacking))
    for gap in gaps:
        if gap.code not in {"missing", "translation", "lines"}:
            yield _tell_one(gap)


def _tell_missing(labels: Sequence[str]) -> str:
    named = ", ".join(f"« {label} »" for label in labels[:MOST_NAMED])
    more = len(labels) - MOST_NAMED
    if more > 0:
        return ngettext(
            "Il manque %(named)s et encore un texte.", "Il manque %(named)s et encore %(n)s textes.", more
        ) % {"named": named, "n": more}
    return _("Il manque %(named)s.") % {"named": named}


def _tell_untranslated(language: str, n: int) -> str:
    if language == "en":
        return ngettext("Un texte n’est pas en anglais.", "%(n)s textes ne sont pas en anglais.", n) % {
            "n": n
        }
    return ngettext("Un texte n’est pas en français.", "%(n)s textes ne sont pas en français.", n) % {"n": n}


def _tell_one(gap: Gap) -> str:
    label = label_of(gap.kind, gap.field) if gap.code in _OF_TEXTS else ""
    return str(_OF_TEXTS.get(gap.code) or _OF_LISTS[gap.code]) % {"label": label, "detail": gap.detail}


_OF_TEXTS: dict[str, Promise] = {
    "words": gettext_lazy("« %(label)s » a %(detail)s mots : gardez-en quinze au plus."),
    "sentences": gettext_lazy("« %(label)s » a %(detail)s phrases : gardez-en une."),
    "placeholder": gettext_lazy("« %(label)s » contient {%(detail)s}, qui n’est pas un mot à remplacer."),
}
_OF_LISTS: dict[str, Promise] = {
    "no-axis": gettext_lazy("Il n’y a encore rien dedans : ajoutez un thème, un domaine ou une question."),
    "no-domain": gettext_lazy("Ce thème n’a pas encore de domaine."),
    "no-question": gettext_lazy("Ce domaine n’a pas encore de question."),
    "no-lever": gettext_lazy("Ce domaine n’a pas encore de levier."),
    "no-colleges": gettext_lazy("Aucun groupe n’est choisi : à qui poser cette question ?"),
    "no-levers": gettext_lazy("Aucun levier n’est choisi : que peut-on faire ensuite ?"),
    "lost-lever": gettext_lazy("Un de ses leviers n’est plus dans ce thème."),
}


def tell_changes(changes: Changes, *, first: bool) -> list[str]:
    """What differs from the last version, one sentence a thing; of a first version, what it holds."""
    if first:
        kept = (change for change in changes.of("added") if change.kind in KINDS)
        changes = Changes(tuple(kept))
    return list(say_changes(changes, get_language() or "fr")) if changes else []


def tell_change(change: Any) -> str:
    """Who did what, in one sentence (a row of the history)."""
    who = change.by.get_short_name() if change.by else _("Une personne partie depuis")
    kind, _dot, verb = change.verb.partition(".")
    told = _HISTORY.get(change.verb) or _HISTORY_OF_ITEMS.get(verb) or _ANY
    words = {"who": who, "one": str(ONE.get(kind, "")), "name": change.item_name or change.item_id}
    return str(told) % words


_ANY = gettext_lazy("%(who)s a changé « %(name)s ».")
_HISTORY_OF_ITEMS: dict[str, Promise] = {
    "added": gettext_lazy("%(who)s a ajouté %(one)s : « %(name)s »."),
    "changed": gettext_lazy("%(who)s a changé %(one)s : « %(name)s »."),
    "moved": gettext_lazy("%(who)s a déplacé %(one)s : « %(name)s »."),
    "removed": gettext_lazy("%(who)s a retiré %(one)s : « %(name)s »."),
}
_HISTORY: dict[str, Promise] = {
    "head.changed": gettext_lazy("%(who)s a changé le nom du guide ou ce à quoi il sert : « %(name)s »."),
    "change.undone": gettext_lazy("%(who)s a annulé un changement : « %(name)s »."),
    "languages.filled": gettext_lazy("%(who)s a laissé en français ce qui n’était pas traduit."),
    "base.changed": gettext_lazy("%(who)s a fait suivre une autre version du guide : « %(name)s »."),
    "draft.imported": gettext_lazy("%(who)s a repris un fichier : « %(name)s »."),
}
