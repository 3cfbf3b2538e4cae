"""From proposals to a ballot for groups, from ballots to what may be printed, from replies to their page."""

import random
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from marchepied.apps.networks.enums import ProposalKind, ProposalState
from marchepied.apps.networks.models import Appeal, Proposal
from marchepied.apps.participation.rules import SHOWN_FROM
from marchepied.apps.participation.selectors import calls_of, comments_of, counts_by_item
from marchepied.engines.privacy import CellCounts, protect_question, shuffle_comments

LANGUAGES = ("fr", "en")
LEVELS = 3
AGAINST, SHARED, FOR = 1, 2, 3


def say_proposal(proposal: Proposal) -> str:
    """A proposal in one sentence, in the language of the page; nothing of one that was taken off it."""
    if proposal.state == ProposalState.WITHHELD:
        return _("Le réseau a retiré ce texte de la page.")
    return quote_proposal(proposal)


def quote_proposal(proposal: Proposal) -> str:
    """What was proposed, in one sentence, as whoever leads the call reads it."""
    words = {"words": proposal.wording, "target": proposal.target_name, "why": proposal.why}
    if proposal.kind == ProposalKind.QUESTION:
        return _("Ajouter cette question : « %(words)s »") % words
    if proposal.kind == ProposalKind.WORDS:
        return _("Au lieu de « %(target)s », écrire : « %(words)s »") % words
    if proposal.kind == ProposalKind.REMOVAL:
        return _("Retirer « %(target)s »") % words
    return proposal.why


def build_ballot(proposals: Sequence[Proposal]) -> dict[str, Any]:
    """The form of the questionnaire by which groups vote: one question a proposal, against to for."""
    choices = [
        _in_both(lambda: _("Contre")),
        _in_both(lambda: _("Partagé : il y a du pour et du contre")),
        _in_both(lambda: _("Pour")),
    ]
    items = [
        {
            "id": str(proposal.pk),
            "wording": _in_both(lambda proposal=proposal: say_proposal(proposal)),
            "why": dict.fromkeys(LANGUAGES, proposal.why),
            "choices": choices,
            "ends": {"low": choices[0], "high": choices[-1]},
            "levels": LEVELS,
        }
        for proposal in proposals
    ]
    return {"items": items}


def _in_both(say: Any) -> dict[str, str]:
    told = {}
    for language in LANGUAGES:
        with translation.override(language):
            told[language] = str(say())
    return told


def print_ballots(round_: Any) -> dict[str, Any]:
    """What may be printed of the groups' votes, made once, when the vote is over.

    {"votes": {proposal: printed question}, "words": {proposal: what people added}}. Groups go by their names.
    Below five people nothing of a group is printed, nor can it be subtracted (engine `privacy`).
    """
    calls = {call.pk: call.college.name for call in calls_of(round_)}
    counts = counts_by_item(round_)
    nobody = CellCounts((0,) * LEVELS)
    written = comments_of(round_)
    rng = random.Random()  # noqa: S311 (an order that tells nothing, not a secret)
    votes, words = {}, {}
    for item in round_.form["items"]:
        found = counts.get(item["id"], {})
        cells = {name: found.get(call_id, nobody) for call_id, name in calls.items()}
        votes[item["id"]] = protect_question(cells, SHOWN_FROM).as_dict()
        texts = written.get(item["id"], {})
        words[item["id"]] = [
            text
            for call_id, name in calls.items()
            for text in shuffle_comments(texts.get(call_id, ()), rng, cells[name].respondents, SHOWN_FROM)
        ]
    return {"votes": votes, "words": words}


def tell_replies(appeal: Appeal) -> dict[str, Any]:
    """What those who voted by a link read there: each proposal and what was answered."""
    proposals = list(Proposal.objects.filter(appeal=appeal))
    told = {}
    for language in LANGUAGES:
        with translation.override(language):
            told[language] = {
                "title": _("Ce que nous avons retenu"),
                "paragraphs": [],
                "parts": [
                    {
                        "title": say_proposal(proposal),
                        "lines": [f"{proposal.get_state_display().capitalize()}. {proposal.reply}"],
                    }
                    for proposal in proposals
                ],
            }
    return told
