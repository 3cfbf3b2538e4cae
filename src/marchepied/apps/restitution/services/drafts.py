"""Arranging the pack on the screen: moving, hiding and writing its sections."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.restitution.compute.document import ArrangedSection, Arrangement, arrange_pack
from marchepied.apps.restitution.models import PackDraft
from marchepied.apps.restitution.selectors.drafts import entries_of, read_mark
from marchepied.core.audit import record

MOST_TITLE, MOST_TEXT = 160, 8_000
# How often a write is tried again when somebody else wrote in between.
TRIES = 5


class ChangedMeanwhileError(ValidationError):
    """Somebody else wrote the section after it was read; what they wrote is in `entry`."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        super().__init__(_("Quelqu’un a changé cette section pendant que vous l’écriviez."))
        self.entry = entry


def move_section(*, cycle: Any, key: str, down: bool, language: str, by: Any) -> list[str]:
    """Put a section one place higher or lower; at either end nothing changes. The keys, in their new order.

    Raises ValidationError for a section that the pack does not have.
    """
    arrangement = arrange_pack(cycle, language)
    _pick(arrangement, key)
    keys = _keys_of(arrangement)
    place = keys.index(key)
    other = place + (1 if down else -1)
    if 0 <= other < len(keys):
        keys[place], keys[other] = keys[other], keys[place]

    def move(entries: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
        # A section that the pack does not show today keeps its words after the others.
        return [entries.get(name, {"key": name}) for name in dict.fromkeys([*keys, *entries])]

    _write(cycle, move)
    record("pack.section_moved", cycle, by=by, section=key, down=down)
    return keys


def hide_section(*, cycle: Any, key: str, hidden: bool, language: str, by: Any) -> None:
    """Leave a section out of the pack, or take it back.

    Raises ValidationError for one that may not be hidden: what limits the figures stays beside them.
    """
    arrangement = arrange_pack(cycle, language)
    section = _pick(arrangement, key)
    if hidden and section.section.locked:
        raise ValidationError(
            _("Cette section dit les limites des chiffres et protège les réponses : elle reste.")
        )

    def hide(entries: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
        entries[key] = {**entries.get(key, {"key": key}), "hidden": hidden}
        return list(entries.values())

    _write_ordered(cycle, arrangement, hide)
    record("pack.section_hidden" if hidden else "pack.section_shown", cycle, by=by, section=key)


def write_section(
    *, cycle: Any, key: str, language: str, title: str, texts: Mapping[str, str], read_at: str, by: Any
) -> None:
    """Write the title and the parts of a section in own words, in one language.

    A part that says what was proposed is given back to it, and will follow it when it changes. `read_at` is
    what `read_mark` gave when the section was read: ChangedMeanwhileError when somebody wrote it since.
    Other ValidationErrors are in words: a text too long, a part that the section does not have.
    """
    arrangement = arrange_pack(cycle, language)
    section = _pick(arrangement, key)
    _check_texts(section, title, texts)
    proposed = {part.name: part.text for part in section.parts}
    own = {name: text.strip() for name, text in texts.items() if not _same(text, proposed[name])}
    own_title = "" if _same(title, section.proposed.title) or section.section.locked else title.strip()

    def write(entries: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
        entry = entries.get(key, {"key": key})
        if read_mark(entry) != read_at:
            raise ChangedMeanwhileError(entry)
        then = {name: proposed[name] for name in own}
        entries[key] = {
            **entry,
            "title": _put(entry, "title", language, own_title),
            "text": _put(entry, "text", language, own),
            "proposed": _put(entry, "proposed", language, then),
            "changed_at": timezone.now().isoformat(),
            "by": by.get_short_name() if by is not None else "",
        }
        return list(entries.values())

    _write_ordered(cycle, arrangement, write)
    record("pack.section_written", cycle, by=by, section=key, language=language, parts=sorted(own))


def restore_section(*, cycle: Any, key: str, language: str, by: Any) -> None:
    """Go back to the title and the texts proposed, in one language."""
    arrangement = arrange_pack(cycle, language)
    _pick(arrangement, key)

    def restore(entries: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
        entry = entries.get(key, {"key": key})
        entries[key] = {
            **entry,
            **{field: _put(entry, field, language, None) for field in ("title", "text", "proposed")},
            "changed_at": timezone.now().isoformat(),
            "by": by.get_short_name() if by is not None else "",
        }
        return list(entries.values())

    _write_ordered(cycle, arrangement, restore)
    record("pack.section_restored", cycle, by=by, section=key, language=language)


def _put(entry: Mapping[str, Any], field: str, language: str, value: Any) -> dict[str, Any]:
    """The values of a field by language, with one of them replaced, or out when it is empty."""
    others = {code: kept for code, kept in entry.get(field, {}).items() if code != language}
    return {**others, language: value} if value else others


def _same(text: str, other: str) -> bool:
    """Whether two texts are the same but for the way a browser sends ends of lines."""
    return text.replace("\r\n", "\n").strip() == other.strip()


def _pick(arrangement: Arrangement, key: str) -> ArrangedSection:
    section = arrangement.find(key)
    if section is None:
        raise ValidationError(_("Le dossier n’a pas cette section. Rechargez la page."))
    return section


def _keys_of(arrangement: Arrangement) -> list[str]:
    return [section.key for section in arrangement.sections]


def _check_texts(section: ArrangedSection, title: str, texts: Mapping[str, str]) -> None:
    known = {part.name for part in section.parts}
    if set(texts) - known:
        raise ValidationError(_("Une de ces parties n’existe plus. Rechargez la page."))
    if len(title) > MOST_TITLE:
        raise ValidationError(_("Le titre est trop long : %(most)s signes au plus.") % {"most": MOST_TITLE})
    if any(len(text) > MOST_TEXT for text in texts.values()):
        raise ValidationError(
            _("Un texte est trop long : %(most)s signes au plus, soit trois pages.") % {"most": MOST_TEXT}
        )


Change = Callable[[dict[str, dict[str, Any]]], list[dict[str, Any]]]


def _write_ordered(cycle: Any, arrangement: Arrangement, change: Change) -> None:
    """As `_write`, once every section has its place: a first change must not disorder the others."""
    keys = _keys_of(arrangement)

    def placed(entries: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
        order = list(entries) if entries else keys
        order += [name for name in keys if name not in entries] if entries else []
        return change({name: entries.get(name, {"key": name}) for name in order})

    _write(cycle, placed)


def _write(cycle: Any, change: Change) -> None:
    """Change the draft as it is now, and again if somebody else wrote it in between."""
    for _turn in range(TRIES):
        with transaction.atomic():
            draft, _created = PackDraft.objects.get_or_create(
                cycle=cycle, defaults={"organisation_id": cycle.organisation_id}
            )
            entries = {name: dict(entry) for name, entry in entries_of(draft).items()}
            if _replace(draft.pk, draft.changed_at, change(entries)):
                return
    raise ValidationError(_("Le dossier change en ce moment même. Recommencez dans un instant."))


def _replace(draft_id: Any, read_at: datetime, sections: list[dict[str, Any]]) -> bool:
    rows = PackDraft.objects.filter(pk=draft_id, changed_at=read_at)
    return rows.update(sections=sections, changed_at=timezone.now()) == 1
