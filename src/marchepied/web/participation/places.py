"""Where the pages of one call's links stand: below a démarche, or below what else calls people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from marchepied.apps.deliberation.selectors.topics import find_topic, find_topic_call
from marchepied.apps.diagnosis.selectors.cycles import find_cycle
from marchepied.apps.listening.selectors.surveys import find_survey, find_survey_call
from marchepied.apps.participation.enums import RoundState
from marchepied.apps.participation.selectors import find_call
from marchepied.apps.plans.selectors.votes import find_vote_call
from marchepied.web.shared.access import SpaceRequest

QUESTIONNAIRE, VOTE, TOPIC = "questionnaire", "vote", "topic"


@dataclass(frozen=True)
class CallPlace:
    """What is asked (`kind`), and the addresses of the pages by which people are called to it.

    `prefix` is the namespace of the addresses, `arguments` what they take before the call; `back` is where
    the collection is followed, `section` the part of the space.
    """

    kind: str
    prefix: str
    arguments: tuple[Any, ...]
    call: Any
    back: str
    back_words: str
    section: str

    def url(self, name: str) -> str:
        """The address of one of the pages, by its name in the namespace."""
        return reverse(f"{self.prefix}:{name}", args=[*self.arguments, self.call.pk])

    @property
    def invite(self) -> str:
        return self.url("invite")

    @property
    def mail(self) -> str:
        return self.url("invite-mail")

    @property
    def remind(self) -> str:
        return self.url("remind")

    @property
    def poster(self) -> str:
        return self.url("poster")

    @property
    def poster_pdf(self) -> str:
        return self.url("poster-pdf")

    @property
    def slips(self) -> str:
        return self.url("slips")

    @property
    def paper_pdf(self) -> str:
        return self.url("paper-pdf")

    @property
    def paper_entry(self) -> str:
        return self.url("paper-entry")


def find_place(request: SpaceRequest, where: Mapping[str, UUID]) -> CallPlace:
    """The place of a call, below the démarche (`cycle`, `call`), the topic (`topic`, `topic_call`) or the
    survey (`survey`, `survey_call`) that its address names.

    404 when it is not this space's, or when the collection is neither open nor closed.
    """
    if "topic" in where:
        return _below_topic(request, where["topic_call"], where["topic"])
    if "survey" in where:
        return _below_survey(request, where["survey_call"], where["survey"])
    return _below_cycle(request, where["call"], where["cycle"])


def _below_cycle(request: SpaceRequest, call_id: UUID, cycle_id: UUID) -> CallPlace:
    cycle = find_cycle(request.space.organisation, cycle_id)
    if cycle is None:
        raise Http404
    round_ = cycle.round
    call: Any = None
    if round_ is not None and round_.state != RoundState.DRAFT:
        call = find_call(round_, call_id)
    call = call or find_vote_call(cycle, call_id)
    if call is None:
        raise Http404
    slug = request.space.slug
    if getattr(call, "vote_id", None):
        back = reverse("plans:vote", args=[slug, call.vote_id])
        return CallPlace(VOTE, "participation", (slug, cycle.pk), call, back, _("Revenir au vote"), "plan")
    back = reverse("participation:colleges", args=[slug, cycle.pk])
    return CallPlace(
        QUESTIONNAIRE, "participation", (slug, cycle.pk), call, back, _("Tous les groupes"), "cycle"
    )


def _below_topic(request: SpaceRequest, call_id: UUID, topic_id: UUID) -> CallPlace:
    topic = find_topic(request.space.organisation, topic_id)
    call = None if topic is None else find_topic_call(topic, call_id)
    if topic is None or call is None:
        raise Http404
    slug = request.space.slug
    back = reverse("deliberation:topic", args=[slug, topic.pk])
    return CallPlace(
        TOPIC, "deliberation", (slug, topic.pk), call, back, _("Revenir au sujet"), "deliberation"
    )


def _below_survey(request: SpaceRequest, call_id: UUID, survey_id: UUID) -> CallPlace:
    survey = find_survey(request.space.organisation, survey_id)
    call = None if survey is None else find_survey_call(survey, call_id)
    if survey is None or call is None:
        raise Http404
    slug = request.space.slug
    back = reverse("listening:survey", args=[slug, survey.pk])
    arguments, words = (slug, survey.pk), _("Revenir à l’enquête")
    return CallPlace(QUESTIONNAIRE, "listening", arguments, call, back, words, "listening")
