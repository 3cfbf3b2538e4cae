"""« Déjà fait ailleurs »: what a space already has, what it answers, and what is no longer asked."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from marchepied.apps.diagnosis.compute.elsewhere import Reach, covered_ids_of, credits_of
from marchepied.apps.diagnosis.compute.elsewhere_offers import Offer, find_offers
from marchepied.apps.diagnosis.compute.elsewhere_words import (
    name_declared,
    say_shorter,
    write_narrative,
)
from marchepied.apps.diagnosis.rules import (
    CHANGE_CYCLE,
    READ_DECLARED,
    WRITE_DECLARED,
    WRITE_OWN_ANSWERS,
)
from marchepied.apps.diagnosis.selectors.elsewhere import declared_of, documents_of, find_declared
from marchepied.apps.diagnosis.services.elsewhere import (
    DeclaredContent,
    ask_everything,
    change_declared,
    declare,
    spare_covered,
    take_up_credit,
    withdraw_declared,
)
from marchepied.apps.evidence.selectors import evidence_of
from marchepied.apps.evidence.services import add_file, add_link
from marchepied.apps.referentials.compute import read_standards
from marchepied.web.diagnosis.crediting import find_credit
from marchepied.web.diagnosis.finding import cycle_or_404, question_or_404
from marchepied.web.diagnosis.forms.elsewhere import ChangeDeclaredForm, DeclareForm
from marchepied.web.diagnosis.offering import (
    OWN,
    Asked,
    describe_rows,
    group_offers,
    offers_for,
    read_asked,
    say_example,
)
from marchepied.web.shared.access import SpaceRequest, member_view
from marchepied.web.shared.posted import posted_data

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle, Declared


@member_view(READ_DECLARED)
def list_declared(request: SpaceRequest) -> HttpResponse:
    """What was declared, what each thing answers; and what else the space may have."""
    organisation = request.space.organisation
    asked = read_asked(organisation)
    declared = declared_of(organisation, documents=True)
    offers = offers_for(organisation, asked)
    whole = [
        credit for credit in credits_of(asked.questions, declared).values() if credit.reach is Reach.WHOLE
    ]
    context = {
        "cycle": asked.cycle,
        "rows": describe_rows(declared, asked, timezone.localdate()),
        "shorter": say_shorter(len(asked.questions), len(whole)) if asked.cycle else "",
        "example": "" if declared else say_example(offers, asked),
        "groups": group_offers(offers, declared),
        "own": OWN,
        "section": "house",
    }
    return render(request, "diagnosis/elsewhere.html", context)


@member_view(WRITE_DECLARED)
def add_declared(request: SpaceRequest) -> HttpResponse:
    """A short form for each thing ticked on the list, all saved with one gesture."""
    organisation = request.space.organisation
    asked = read_asked(organisation)
    chosen = find_offers([*offers_for(organisation, asked), OWN], request.GET.getlist("quoi"))
    if not chosen:
        messages.error(request, _("Cochez d’abord ce que vous avez déjà."))
        return redirect("diagnosis:elsewhere", request.space.slug)
    forms = [
        DeclareForm(posted_data(request), request.FILES or None, prefix=f"d{rank}", named=offer is not OWN)
        for rank, offer in enumerate(chosen)
    ]
    # Every form is read, so that each shows its own errors.
    faulty = [form for form in forms if not form.is_valid()]
    if request.method == "POST" and not faulty:
        before = _count_left(asked)
        with transaction.atomic():
            for offer, form in zip(chosen, forms, strict=True):
                _declare(request, offer, form)
        messages.success(request, _say_declared(request, len(chosen), before))
        return redirect("diagnosis:elsewhere", request.space.slug)
    context = {
        "forms": list(zip(chosen, forms, strict=True)),
        "several": len(chosen) > 1,
        "section": "house",
    }
    return render(request, "diagnosis/elsewhere_add.html", context)


def _declare(request: SpaceRequest, offer: Offer, form: DeclareForm) -> None:
    data = form.cleaned_data
    content = DeclaredContent(
        kind=data.get("kind") or offer.kind,
        title=data.get("title") or offer.name,
        standard_id=offer.standard_id,
        label_id=offer.label_id,
        duty_id=offer.duty_id,
        scope=data["scope"],
        obtained_on=data["obtained_on"],
        valid_until=data["valid_until"],
    )
    documents = _add_document(request, data, content.title)
    declare(organisation=request.space.organisation, content=content, evidence=documents, by=request.user)


def _add_document(request: SpaceRequest, data: dict[str, Any], title: str) -> set[UUID]:
    """The id of the file or link given with the form; empty without one."""
    said = {"title": title, "dated_on": data["obtained_on"], "valid_until": data["valid_until"]}
    organisation = request.space.organisation
    if data["new_file"]:
        return {add_file(organisation=organisation, file=data["new_file"], by=request.user, **said).pk}
    if data["new_link"]:
        return {add_link(organisation=organisation, url=data["new_link"], by=request.user, **said).pk}
    return set()


def _count_left(asked: Asked) -> int:
    covered = covered_ids_of(asked.cycle) if asked.cycle else set()
    return len(asked.questions) - len(covered)


def _say_declared(request: SpaceRequest, count: int, before: int) -> str:
    """« C’est noté. Il reste 11 questions au lieu de 13. »"""
    noted = ngettext("Une chose est notée.", "%(n)s choses sont notées.", count) % {"n": count}
    left = _count_left(read_asked(request.space.organisation))
    if left == before:
        return noted
    rest = ngettext(
        "Il vous reste %(left)s question au lieu de %(before)s.",
        "Il vous reste %(left)s questions au lieu de %(before)s.",
        left,
    )
    return f"{noted} {rest % {'left': left, 'before': before}}"


@member_view(WRITE_DECLARED)
def change(request: SpaceRequest, declared: UUID) -> HttpResponse:
    """What is said of a thing declared: its dates, its topics, its documents."""
    row = _find(request, declared)
    evidence = evidence_of(request.space.organisation)
    standard = read_standards().get(row.standard_id)
    leaves = [item.id for item in standard.leaves] if standard else []
    form = ChangeDeclaredForm(
        posted_data(request),
        request.FILES or None,
        standard=standard,
        evidence=evidence,
        named=bool(row.standard_id or row.duty_id),
        initial={
            name: getattr(row, name)
            for name in ("title", "kind", "scope", "obtained_on", "valid_until", "note")
        }
        | {"topics": row.item_ids or leaves, "evidence": [str(pk) for pk in documents_of(row)]},
    )
    if request.method == "POST" and form.is_valid():
        _change(request, row, form)
        messages.success(request, _("C’est enregistré."))
        return redirect("diagnosis:elsewhere", request.space.slug)
    context = {
        "form": form,
        "row": row,
        "name": _name(row),
        "standard": standard,
        "words": {},
        "section": "house",
    }
    return render(request, "diagnosis/elsewhere_change.html", context)


@transaction.atomic
def _change(request: SpaceRequest, row: "Declared", form: ChangeDeclaredForm) -> None:
    data = form.cleaned_data
    content = DeclaredContent(
        kind=data.get("kind") or row.kind,
        title=data.get("title") or row.title,
        standard_id=row.standard_id,
        label_id=row.label_id,
        duty_id=row.duty_id,
        scope=data["scope"],
        obtained_on=data["obtained_on"],
        valid_until=data["valid_until"],
        item_ids=tuple(data.get("topics", ())),
        note=data["note"],
    )
    documents = form.chosen_evidence() | _add_document(request, data, content.title)
    change_declared(declared=row, content=content, evidence=documents, by=request.user)


@member_view(WRITE_DECLARED)
def withdraw(request: SpaceRequest, declared: UUID) -> HttpResponse:
    """It counts no more, after a page that says which questions come back."""
    row = _find(request, declared)
    if request.method == "POST":
        withdraw_declared(declared=row, by=request.user)
        messages.success(request, _("C’est retiré. Les questions auxquelles cela répondait sont de retour."))
        return redirect("diagnosis:elsewhere", request.space.slug)
    asked = read_asked(request.space.organisation)
    answering = [credit for credit in credits_of(asked.questions, [row]).values() if credit.covered]
    context = {
        "row": row,
        "name": _name(row),
        "lost": [asked.read(credit.question.statement) for credit in answering],
        "section": "house",
    }
    return render(request, "diagnosis/elsewhere_withdraw.html", context)


@require_POST
@member_view(CHANGE_CYCLE)
def spare(request: SpaceRequest, cycle: UUID) -> HttpResponse:
    """Ask no more what is answered elsewhere, or ask everything again."""
    row = cycle_or_404(request, cycle)
    try:
        if request.POST.get("gesture") == "ask":
            ask_everything(cycle=row, by=request.user)
            messages.success(request, _("Toutes vos questions sont posées de nouveau."))
        else:
            spare_covered(cycle=row, by=request.user)
            messages.success(request, _say_spared(row))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("diagnosis:questions", request.space.slug, row.pk)


def _say_spared(cycle: "Cycle") -> str:
    return ngettext(
        "C’est noté : il reste une question à poser.",
        "C’est noté : il reste %(n)s questions à poser.",
        len(cycle.question_ids),
    ) % {"n": len(cycle.question_ids)}


@require_POST
@member_view(WRITE_OWN_ANSWERS)
def take_up(request: SpaceRequest, cycle: UUID, question_id: str) -> HttpResponse:
    """« Reprendre »: an answer that says what answers and what remains, with the documents."""
    row = cycle_or_404(request, cycle)
    question = question_or_404(row, question_id)
    said = find_credit(row, question)
    if said is None or not said.credit.covered:
        raise Http404
    documents = set().union(*(documents_of(source.declared) for source in said.credit.answering))
    words = write_narrative(said, translation.get_language() or "fr")
    try:
        take_up_credit(
            cycle=row, question_id=question_id, narrative=words, evidence=documents, by=request.user
        )
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Repris. Relisez : vous pouvez compléter ou changer cette réponse."))
    return redirect("diagnosis:question", request.space.slug, row.pk, question_id)


def _find(request: SpaceRequest, declared_id: UUID) -> "Declared":
    row = find_declared(request.space.organisation, declared_id)
    if row is None:
        raise Http404
    row.organisation = request.space.organisation
    return row


def _name(row: "Declared") -> str:
    return name_declared(row, translation.get_language() or "fr")
