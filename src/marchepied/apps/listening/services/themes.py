"""Gestures of people on the themes: look for themes, name, put together, take apart, move, undo.

The machine only suggests. Every gesture is kept apart from what it computes, and can be undone.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from marchepied.apps.listening.enums import ThemeGestureKind
from marchepied.apps.listening.models import TakenTheme, ThemeBoard, ThemeGesture
from marchepied.apps.listening.selectors.theme_board import LEAST, labels_of, stored_themes
from marchepied.core.audit import record
from marchepied.engines.themes import (
    Labels,
    Themes,
    ThemesError,
    apply_labels,
    find_themes,
    write_themes,
)

# Gestures that can still be undone; the older ones are forgotten.
MOST_UNDONE = 30
LONGEST_NAME = 120


@transaction.atomic
def look_for_themes(
    *, organisation: Any, texts: Mapping[str, str], count: int | None = None, by: Any
) -> ThemeBoard:
    """Let the machine suggest themes of these texts ({id: text}), beside those that people touched.

    `count` themes are asked for, chosen otherwise. Raises ValidationError for too few texts or a wrong count.
    """
    if len(texts) < LEAST:
        raise ValidationError(_("Il y a trop peu de textes pour des thèmes : lisez-les tous."))
    board = ThemeBoard.objects.filter(organisation=organisation).first()
    try:
        if board is None:
            found = find_themes(texts, count=count)
            board = ThemeBoard.objects.create(organisation=organisation)
            _keep(board, ThemeGestureKind.FOUND, "", {}, by)
        else:
            labels = _name_taken(board, labels_of(board))
            kept = apply_labels(stored_themes(board), labels, texts)
            found = find_themes(texts, count=count, kept=kept, labels=labels)
            before = {"found": board.found, "found_at": board.found_at.isoformat()}
            _keep(board, ThemeGestureKind.FOUND, "", before, by)
            board.labels = labels.as_dict()
    except ThemesError as error:
        raise _refuse(error) from error
    board.found, board.found_at = _store(found), timezone.now()
    board.save(update_fields=["found", "found_at", "labels"])
    record("themes.found", board, by=by, texts=len(texts), themes=len(found.themes))
    return board


@transaction.atomic
def name_theme(*, board: ThemeBoard, key: str, title: str, name: str, by: Any) -> ThemeBoard:
    """Give a theme a name, or take it away with an empty one. `title` is how it was called until now."""
    return _do(board, ThemeGestureKind.NAMED, title, lambda labels: labels.rename(key, name), by, [key])


@transaction.atomic
def merge_themes(*, board: ThemeBoard, key: str, into: str, title: str, by: Any) -> ThemeBoard:
    """Put a theme into another, which keeps its name, or takes its."""
    if labels_of(board).find(key) == labels_of(board).find(into):
        raise ValidationError({"into": _("Choisissez un autre thème.")})
    return _do(
        board, ThemeGestureKind.MERGED, title, lambda labels: labels.merge([key], into), by, [key, into]
    )


@transaction.atomic
def split_theme(
    *, board: ThemeBoard, key: str, texts: Sequence[str], name: str, title: str, by: Any
) -> ThemeBoard:
    """Make a theme of some texts of another; those that look like them more follow.

    With an empty `key`, of texts set apart: they alone are in it.
    """
    if not texts:
        raise ValidationError({"texts": _("Cochez au moins un texte.")})
    return _do(
        board,
        ThemeGestureKind.SPLIT,
        title,
        lambda labels: labels.split(key, texts, name)[0],
        by,
        [key] if key else [],
    )


@transaction.atomic
def move_texts(*, board: ThemeBoard, texts: Sequence[str], to: str | None, title: str, by: Any) -> ThemeBoard:
    """Put texts in a theme, or set them apart from all with None; no computation takes them back."""
    if not texts:
        raise ValidationError({"texts": _("Cochez au moins un texte.")})

    def move(labels: Labels) -> Labels:
        for text in texts:
            labels = labels.move(text, to)
        return labels

    return _do(board, ThemeGestureKind.MOVED, title, move, by, [to] if to else [])


@transaction.atomic
def undo_gesture(*, board: ThemeBoard, by: Any) -> ThemeBoard:
    """Undo the last gesture: everything is as it was before. Raises ValidationError when there is none.

    Undoing the first search leaves no theme at all.
    """
    last = ThemeGesture.objects.filter(board=board).first()
    if last is None:
        raise ValidationError(_("Il n’y a plus rien à défaire."))
    record("themes.undone", board, by=by, kind=last.kind)
    if not last.before:
        board.delete()
        return board
    board.labels = last.before["labels"]
    if "found" in last.before:
        board.found, board.found_at = last.before["found"], datetime.fromisoformat(last.before["found_at"])
    board.save()
    last.delete()
    known = _keys_of(board)
    for row in TakenTheme.objects.filter(board=board):
        if row.key not in known:  # the same key may be given to another theme later
            row.key = f"-{row.pk.hex[:10]}"
            row.save(update_fields=["key"])
    return board


@transaction.atomic
def mark_taken(*, board: ThemeBoard, key: str, title: str, by: Any) -> TakenTheme:
    """Remember that an action is made from a theme, under the name it has."""
    row, _made = TakenTheme.objects.update_or_create(
        organisation=board.organisation, board=board, key=key, defaults={"title": title[:200]}
    )
    record("theme.taken_up", row, by=by)
    return row


def _do(
    board: ThemeBoard,
    kind: ThemeGestureKind,
    title: str,
    gesture: Callable[[Labels], Labels],
    by: Any,
    keys: Sequence[str],
) -> ThemeBoard:
    labels, known = labels_of(board), _keys_of(board)
    try:
        for key in keys:
            if key not in known:
                raise ThemesError("unknown", key=key)
        after = gesture(labels)
    except ThemesError as error:
        raise _refuse(error) from error
    _keep(board, kind, title, {"labels": board.labels}, by)
    board.labels = after.as_dict()
    board.save(update_fields=["labels"])
    record(f"themes.{kind}", board, by=by)
    return board


def _keep(board: ThemeBoard, kind: str, title: str, before: dict[str, Any], by: Any) -> None:
    """Write a gesture down with what was there before it; the oldest ones are forgotten."""
    rows = ThemeGesture.objects.filter(board=board)
    number = (rows.aggregate(highest=Max("number"))["highest"] or 0) + 1
    if before:
        before = {"labels": board.labels, **before}
    ThemeGesture.objects.create(
        organisation=board.organisation,
        board=board,
        number=number,
        kind=kind,
        theme=title[:200],
        before=before,
        by=by,
    )
    rows.filter(number__lte=number - MOST_UNDONE).delete()


def _keys_of(board: ThemeBoard) -> set[str]:
    """Every theme on which a gesture can be made."""
    return {*stored_themes(board).model.keys, *(split.key for split in labels_of(board).splits)}


def _name_taken(board: ThemeBoard, labels: Labels) -> Labels:
    """A theme that became an action keeps the name that it had then: no search takes it away."""
    known = _keys_of(board)
    for row in TakenTheme.objects.filter(board=board):
        if row.key in known and not labels.name_of(row.key):
            labels = labels.rename(row.key, row.title[:LONGEST_NAME])
    return labels


def _store(found: Themes) -> dict[str, Any]:
    """What is needed to place texts again: no sentence, no word of a theme."""
    return write_themes(found) | {"themes": []}


def _refuse(error: ThemesError) -> ValidationError:
    return ValidationError(_(error.message.template) % dict(error.message.params))
