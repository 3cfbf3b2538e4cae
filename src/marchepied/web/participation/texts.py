"""The words a pilot copies: a text message that fits in one, and a mail."""

import re
import unicodedata
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from marchepied.apps.participation.enums import AnswerMode
from marchepied.apps.participation.rules import count_questions, is_deliberation, is_vote
from marchepied.engines.documents.typography import format_date
from marchepied.engines.referential import minutes_for
from marchepied.web.templatetags.marchepied import local

# The alphabet of one text message of 160 signs (GSM 03.38); any other sign halves its length.
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
SMS_LENGTH = 160
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})


# Nobody has to vote on every statement: the time that people are asked for.
MINUTES_OF_A_TALK = 5


def minutes_of(call: Any) -> int:
    """About how long it takes to answer a call."""
    return MINUTES_OF_A_TALK if is_deliberation(call.round) else minutes_for(count_questions(call))


def write_sms(call: Any, link: str) -> str:
    """A text message with the link, in at most 160 signs when the link leaves room."""
    name, minutes = call.organisation.name, minutes_of(call)
    until = (
        format_date(call.round.closes_on, get_language() or "fr").rsplit(" ", 1)[0]
        if call.round.closes_on
        else ""
    )
    time = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    longest = _("%(name)s : votre avis compte. %(time)s, sans compte ni nom, jusqu’au %(until)s.") % {
        "name": name, "time": time, "until": until,
    }  # fmt: skip
    drafts = [
        longest if until else "",
        _("%(name)s : votre avis compte. %(time)s, sans compte ni nom.") % {"name": name, "time": time},
        _("%(name)s : votre avis compte.") % {"name": name},
        _("Votre avis compte."),
    ]
    messages = [f"{_plain(draft)} {link}" for draft in drafts if draft]
    return next((message for message in messages if len(message) <= SMS_LENGTH), messages[-1])


def write_mail(call: Any, link: str) -> str:
    """A mail to copy into one's own mailbox."""
    lines = [
        _("Bonjour,"),
        "",
        _say_why(call),
        _say_what(call),
        "",
        link,
        "",
    ]
    if call.round.closes_on:
        lines.append(
            _("Vous pouvez répondre jusqu’au %(day)s.")
            % {"day": format_date(call.round.closes_on, get_language() or "fr")}
        )
    lines.append(_("Merci !"))
    return "\n".join(lines)


def _say_why(call: Any) -> str:
    if is_vote(call.round):
        return _("%(name)s choisit ses prochaines actions avec vous : dites ce que vous en pensez.") % {
            "name": call.organisation.name
        }
    if is_deliberation(call.round):
        return _(
            "%(name)s voudrait savoir ce qui nous rassemble et ce qui nous divise sur ce sujet : "
            "« %(title)s »."
        ) % {"name": call.organisation.name, "title": local(call.round.title)}
    return _("%(name)s fait le point et voudrait votre avis.") % {"name": call.organisation.name}


def _say_what(call: Any) -> str:
    """How long, and how it will be read; nothing anonymous is promised of one answer for a whole group."""
    if call.mode == AnswerMode.COLLECTIVE:
        name = call.organisation.name
        read = _("%(organisation)s lira cette réponse comme celle de votre groupe.") % {"organisation": name}
        return _("Une seule réponse, celle de votre groupe.") + " " + read
    minutes = minutes_of(call)
    if is_deliberation(call.round):
        return _(
            "Vous dites si vous êtes d’accord avec des phrases courtes, et pouvez en proposer. Quelques "
            "minutes suffisent, sans compte ni mot de passe. Les votes sont anonymes."
        )
    return ngettext(
        "Le questionnaire prend %(n)s minute, sans compte ni mot de passe. Les réponses sont anonymes.",
        "Le questionnaire prend %(n)s minutes, sans compte ni mot de passe. Les réponses sont anonymes.",
        minutes,
    ) % {"n": minutes}


def _plain(text: str) -> str:
    """The text in the alphabet of text messages: other accents go, spaces are ordinary."""
    text = re.sub(r"«\s*|\s*»", '"', text).translate(_PLAIN).replace("œ", "oe").replace("Œ", "OE")
    letters = []
    for letter in text:
        if letter.isspace():
            letter = " "
        elif letter not in GSM:
            letter = "".join(c for c in unicodedata.normalize("NFKD", letter) if c in GSM)
        letters.append(letter)
    return " ".join("".join(letters).split())
