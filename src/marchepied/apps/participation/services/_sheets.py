"""What a filled sheet may hold: its answers and comments checked against the form that was asked."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import AnswerKind
from marchepied.apps.participation.models import RoundCollege
from marchepied.apps.participation.rules import is_vote, is_vote_over

# A level from 1 up, or a kind that has no level.
type Given = int | AnswerKind
type CleanAnswers = dict[str, tuple[AnswerKind, int | None]]

COMMENT_LENGTH = 2000


@dataclass(frozen=True)
class CheckedSheet:
    """What one person said, as it may be stored, and the random number that tells it when it comes again."""

    given: CleanAnswers
    words: dict[str, str]
    nonce: str


def check_sheet(
    *, call: RoundCollege, answers: Mapping[str, Given], comments: Mapping[str, str], nonce: str
) -> CheckedSheet:
    """One person's answers, for `deposit_sheets`. Same arguments and errors as `deposit_answers`."""
    return CheckedSheet(*clean_sheet(call, answers, comments), nonce)


def clean_sheet(
    call: RoundCollege, answers: Mapping[str, Given], comments: Mapping[str, str]
) -> tuple[CleanAnswers, dict[str, str]]:
    """The answers and comments as they may be stored; ValidationError when something cannot be taken."""
    if is_vote_over(call.round):
        raise ValidationError(_("Ce vote est terminé : il ne prend plus de bulletins."), code="closed")
    given = clean_answers(call, answers)
    # A ballot holds no word, whatever way it came by: in a small vote a word is a signature.
    words = {} if is_vote(call.round) else clean_comments(call, comments)
    if not given and not words:
        raise ValidationError(_("Répondez à une question au moins, puis envoyez."), code="empty")
    return given, words


def clean_answers(call: RoundCollege, answers: Mapping[str, Given]) -> CleanAnswers:
    """Each answer as (kind, level); ValidationError when one was not asked to this college or cannot be."""
    levels = {item["id"]: int(item["levels"]) for item in call.round.form.get("items", [])}
    asked = list(call.item_ids)
    cleaned: CleanAnswers = {}
    for item_id, given in answers.items():
        number = _number_of(item_id, asked, levels)
        if isinstance(given, AnswerKind):
            if given == AnswerKind.LEVEL:
                raise _refusal(_("Question %(number)s : il manque le niveau choisi."), number)
            cleaned[item_id] = (given, None)
        elif type(given) is int and 1 <= given <= levels[item_id]:
            cleaned[item_id] = (AnswerKind.LEVEL, given)
        else:
            raise _refusal(_("Question %(number)s : cette réponse n’existe pas."), number)
    return cleaned


def clean_comments(call: RoundCollege, comments: Mapping[str, str]) -> dict[str, str]:
    """The comments that say something, without control characters; ValidationError when one is too long."""
    levels = {item["id"]: int(item["levels"]) for item in call.round.form.get("items", [])}
    asked = list(call.item_ids)
    cleaned = {}
    for item_id, text in comments.items():
        plain = _plain_text(text)
        if not plain:
            continue
        number = _number_of(item_id, asked, levels)
        if len(plain) > COMMENT_LENGTH:
            raise _refusal(
                _("Question %(number)s : votre mot a %(length)s caractères, raccourcissez-le à %(limit)s."),
                number,
                length=len(plain),
                limit=COMMENT_LENGTH,
            )
        cleaned[item_id] = plain
    return cleaned


def _number_of(item_id: str, asked: list[str], levels: Mapping[str, int]) -> int:
    """The rank of the question in the form, as the person sees it."""
    if item_id not in levels:
        raise ValidationError(_("Ce questionnaire ne contient pas cette question."), code="invalid")
    if item_id not in asked:
        raise ValidationError(_("Cette question n’est pas posée à votre groupe."), code="invalid")
    return asked.index(item_id) + 1


def _plain_text(text: str) -> str:
    """The text without control or invisible direction characters, ends trimmed, lines kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in lines
        if character in "\n\t\u200d" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co"}
    ).strip()


def _refusal(sentence: str, number: int, **figures: int) -> ValidationError:
    return ValidationError(sentence % {"number": number, **figures}, code="invalid")
