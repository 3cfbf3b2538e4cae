"""Committees of experts: invited, reading in rounds, answering, signing; publication waits for them."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.networks.enums import View
from marchepied.apps.networks.models import Committee, Expert, Opinion, Remark, ReviewRound
from marchepied.apps.networks.selectors.committees import committees_on, open_round_of, standing_of
from marchepied.apps.organisations.selectors import find_person
from marchepied.core import mail
from marchepied.core.audit import record
from marchepied.engines.documents.typography import format_date

MOST_EXPERTS = 50


@transaction.atomic
def open_committee(*, draft: Any, title: str, needed: int, by: Any) -> Committee:
    """Ask for the agreement of so many experts before a draft may be published.

    How many is decided here and does not change. Raises ValidationError for a published draft.
    """
    if draft.published_id is not None:
        raise ValidationError(_("Ce guide est publié : il ne change plus."))
    if needed < 1:
        raise ValidationError({"needed": _("Il faut au moins un accord.")})
    committee = Committee.objects.create(
        organisation=draft.organisation, draft=draft, title=" ".join(title.split()), needed=needed, by=by
    )
    record("committee.opened", committee, by=by, needed=needed)
    return committee


@transaction.atomic
def invite_expert(*, committee: Committee, email: str, name: str, until: date, by: Any) -> Expert:
    """Invite somebody to read, until a date; inviting again gives another date and sends the link again."""
    if until < timezone.localdate():
        raise ValidationError({"until": _("Cette date est passée : choisissez-en une à venir.")})
    address = email.strip().lower()
    known = Expert.objects.filter(committee=committee)
    if not known.filter(email=address).exists() and known.count() >= MOST_EXPERTS:
        raise ValidationError(_("Cinquante personnes au plus : au-delà, faites un appel à propositions."))
    expert, _created = Expert.objects.update_or_create(
        committee=committee,
        email=address,
        defaults={
            "organisation_id": committee.organisation_id,
            "name": " ".join(name.split()) or address.partition("@")[0],
            "until": until,
        },
    )
    record("expert.invited", expert, by=by)
    _write_to(expert, committee, by)
    return expert


@transaction.atomic
def end_expert(*, expert: Expert, by: Any) -> Expert:
    """Close the draft to an expert at once; what they said stays, and their opinion with it."""
    expert.until = timezone.localdate() - timedelta(days=1)
    expert.save(update_fields=["until"])
    record("expert.ended", expert, by=by)
    return expert


def _write_to(expert: Expert, committee: Committee, by: Any) -> None:
    person = find_person(expert.email)
    language = (person.language if person else "") or translation.get_language() or settings.LANGUAGE_CODE
    path = reverse("networks:reading", args=[committee.pk])
    mail.send(
        "networks_committee",
        to=expert.email,
        language=language,
        context={
            "organisation": committee.organisation.name,
            "inviter": str(by),
            "title": committee.title,
            "until": format_date(expert.until, language),
            "link": f"{settings.BASE_URL}{path}",
        },
    )


@transaction.atomic
def open_reading(*, committee: Committee, closes_on: date | None, by: Any) -> ReviewRound:
    """Begin a time of reading, on the draft as it is, and write to the experts whose date is not past.

    Raises ValidationError when one is on already.
    """
    if committee.draft is None or committee.draft.published_id is not None:
        raise ValidationError(_("Le brouillon de ce comité ne change plus."))
    if open_round_of(committee) is not None:
        raise ValidationError(_("Une lecture est déjà en cours."))
    if closes_on is not None and closes_on < timezone.localdate():
        raise ValidationError({"closes_on": _("Cette date est passée : choisissez-en une à venir.")})
    number = ReviewRound.objects.filter(committee=committee).count() + 1
    try:
        with transaction.atomic():
            reading = ReviewRound.objects.create(
                organisation_id=committee.organisation_id,
                committee=committee,
                number=number,
                revision=committee.draft.revision,
                closes_on=closes_on,
            )
    except IntegrityError as error:  # somebody else began it in the same instant
        raise ValidationError(_("Une lecture est déjà en cours.")) from error
    record("reading.opened", reading, by=by, number=reading.number)
    for expert in Expert.objects.filter(committee=committee, until__gte=timezone.localdate()):
        _write_to(expert, committee, by)
    return reading


@transaction.atomic
def close_reading(*, committee: Committee, by: Any) -> ReviewRound:
    """End a time of reading, once every remark has its answer. Raises ValidationError otherwise."""
    reading = open_round_of(committee)
    if reading is None:
        raise ValidationError(_("Aucune lecture n’est en cours."))
    waiting = reading.remarks.filter(answer="").count()
    if waiting:
        sentence = ngettext(
            "Une remarque attend encore sa réponse.",
            "%(n)s remarques attendent encore leur réponse.",
            waiting,
        )
        raise ValidationError(sentence % {"n": waiting})
    reading.closed_on = timezone.localdate()
    reading.save(update_fields=["closed_on"])
    record("reading.closed", reading, by=by, number=reading.number)
    return reading


@transaction.atomic
def remark_on(*, expert: Expert, item_id: str, item_name: str, text: str, by: Any) -> Remark:
    """An expert says something of one item, or of the whole. Raises ValidationError between two readings."""
    reading = _require_reading(expert.committee)
    if not text.strip():
        raise ValidationError({"text": _("Écrivez votre remarque.")})
    remark = Remark.objects.create(
        organisation_id=expert.organisation_id,
        round=reading,
        expert=expert,
        item_id=item_id[:80],
        item_name=item_name[:300],
        text=text.strip(),
    )
    record("remark.made", remark, by=by, organisation=expert.committee.organisation)
    return remark


@transaction.atomic
def answer_remark(*, remark: Remark, answer: str, by: Any) -> Remark:
    """Answer a remark: what was changed, or why nothing was."""
    if not answer.strip():
        raise ValidationError({"answer": _("Répondez en une phrase.")})
    remark.answer, remark.answered_by, remark.answered_at = answer.strip(), by, timezone.now()
    remark.save(update_fields=["answer", "answered_by", "answered_at"])
    record("remark.answered", remark, by=by)
    return remark


@transaction.atomic
def give_opinion(*, expert: Expert, view: str, words: str, seen: int, by: Any) -> Opinion:
    """An expert agrees, agrees with reserves, or not, with the draft at the revision that they read (`seen`).

    Raises ValidationError when somebody changed the draft meanwhile, between two readings, and when a
    reserve or a refusal has no words.
    """
    reading = _require_reading(expert.committee)
    if view not in View.values:
        raise ValidationError({"view": _("Dites si vous êtes d’accord.")})
    if view != View.AGREE and not words.strip():
        raise ValidationError({"words": _("Dites pourquoi, en une phrase.")})
    draft = expert.committee.draft
    if draft is None or draft.revision != seen:
        raise ValidationError(
            _("Le guide a changé pendant que vous lisiez. Relisez-le, puis donnez votre avis.")
        )
    opinion, _created = Opinion.objects.update_or_create(
        round=reading,
        expert=expert,
        defaults={
            "organisation_id": expert.organisation_id,
            "view": view,
            "words": words.strip(),
            "revision": seen,
            "at": timezone.now(),
        },
    )
    record("opinion.given", opinion, by=by, organisation=expert.committee.organisation, view=str(view))
    return opinion


def _require_reading(committee: Committee) -> ReviewRound:
    reading = open_round_of(committee)
    if reading is None or (reading.closes_on is not None and reading.closes_on < timezone.localdate()):
        raise ValidationError(_("Aucune lecture n’est en cours."))
    return reading


@transaction.atomic
def go_without(*, committee: Committee, reason: str, by: Any) -> Committee:
    """A pilot publishes without the agreements decided, for this revision only; the reason is told."""
    if committee.draft is None:
        raise ValidationError(_("Le brouillon de ce comité ne change plus."))
    if not reason.strip():
        raise ValidationError({"reason": _("Dites pourquoi : ce sera écrit dans l’histoire du guide.")})
    committee.override_reason, committee.override_revision = reason.strip(), committee.draft.revision
    committee.override_by, committee.override_at = by, timezone.now()
    committee.save(update_fields=["override_reason", "override_revision", "override_by", "override_at"])
    record("committee.overridden", committee, by=by, reason=reason.strip()[:300])
    return committee


def require_agreement(*, draft: Any, by: Any = None) -> None:
    """Raise ValidationError while a committee on this draft has not given the agreements decided."""
    for committee in committees_on(draft):
        committee.draft = draft
        standing = standing_of(committee)
        if not standing.enough:
            sentence = ngettext(
                "Le comité « %(title)s » doit encore donner un accord sur ce qui est écrit aujourd’hui.",
                "Le comité « %(title)s » doit encore donner %(n)s accords sur ce qui est écrit aujourd’hui.",
                standing.missing,
            )
            raise ValidationError(sentence % {"title": committee.title, "n": standing.missing})
