"""Registers, complaints and ideas, as services make them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from marchepied.apps.listening.models import Complaint, Idea, Register
from marchepied.apps.listening.selectors.registers import code_of
from marchepied.apps.listening.selectors.tracking import code_of_complaint
from marchepied.apps.listening.services import (
    Closing,
    ComplaintContent,
    IdeaContent,
    RegisterContent,
    add_idea_group,
    answer,
    close,
    decide,
    finish,
    keep_register_table,
    note,
    note_complaint,
    note_idea,
    open_register,
    receive_complaint,
    reply_as_author,
    send_idea,
    show_idea,
)
from marchepied.apps.listening.services.relays import RelayContent, give_relay
from marchepied.apps.listening.validators import make_stamp, relay_code
from marchepied.apps.places.models import Commune
from marchepied.core.scope import scope
from tests.factories.networks import pilot_of

WHAT = "Le portail était fermé à dix heures, j’ai attendu sous la pluie."

TABLE = "numéro;reçue le;idée;état\n1;01/02/2026;Un arrosoir;reçue\n2;02/02/2026;Un composteur;retenue\n"


def open_one(organisation: Any, kind: str = "complaints", **more: Any) -> Register:
    """An open register of an organisation."""
    with scope(organisation):
        return open_register(
            organisation=organisation, kind=kind, content=RegisterContent(**more), by=pilot_of(organisation)
        )


def complain(register: Register, what: str = WHAT, *, days_ago: int = 0, **more: Any) -> Complaint:
    """A complaint sent without an account, so many days ago."""
    with scope(register.organisation):
        row = receive_complaint(register=register, content=ComplaintContent(what, **more))
        return age(row, days_ago)


def phone(register: Register, what: str = WHAT, *, days_ago: int = 0, **more: Any) -> Complaint:
    """A complaint noted from a telephone call."""
    with scope(register.organisation):
        return note_complaint(
            register=register,
            content=ComplaintContent(what, **more),
            channel="phone",
            received_on=timezone.localdate() - timedelta(days=days_ago),
            by=pilot_of(register.organisation),
        )


def age(row: Any, days: int) -> Any:
    """The same row, received so many days earlier, its announced days too."""
    shift = timedelta(days=days)
    for name in ("received_on", "acknowledge_by", "answer_by"):
        if hasattr(row, name):
            setattr(row, name, getattr(row, name) - shift)
    row.save()
    return row


def propose(
    register: Register, title: str = "Ouvrir le jardin le dimanche", *, shown: bool = True, **more: Any
) -> Idea:
    """An idea sent without an account, on the board unless said otherwise."""
    group = more.pop("group", None)
    with scope(register.organisation):
        row = send_idea(register=register, content=IdeaContent(title, **more), group=group)
        return show_idea(idea=row, by=pilot_of(register.organisation)) if shown else row


def commune_of(code: str = "68066", name: str = "Colmar", **more: Any) -> Commune:
    """A commune, made if it is not there."""
    known = {"department": code[:2], "region": "44", "epci": "246800726", "search_key": name.lower(), **more}
    row, _made = Commune.objects.get_or_create(code=code, defaults={"name": name, **known})
    return row


def envelope(seconds: int = 60, nonce: str = "") -> dict[str, str]:
    """The hidden fields of a form shown so many seconds ago."""
    return {"moment": make_stamp(timezone.now() - timedelta(seconds=seconds)), "envoi": nonce, "site": ""}


def give_right(organisation: Any, *, call: Any = None, days: int = 30, **more: Any) -> Any:
    """A relay at Colmar that may write ideas and difficulties, and answers to a call if one is named."""
    known = {"takes_ideas": True, "takes_complaints": True, **more}
    with scope(organisation):
        content = RelayContent(
            name="Mme Colin",
            standing="inhabitant",
            commune=commune_of(),
            reach="commune",
            until=timezone.localdate() + timedelta(days=days),
            call=call,
            **known,
        )
        return give_relay(organisation=organisation, content=content, by=pilot_of(organisation))


def _move(complaint: Complaint, idea: Idea, moment: int, by: Any) -> None:
    """Received; or answered and kept; or closed and waiting to be read; or dangerous and done."""
    if moment == 1:
        answer(complaint=complaint, text="Le portail ouvre à neuf heures.", by=by)
        reply_as_author(complaint=complaint, text="Merci.")
        decide(idea=idea, accepted=True, reason="Deux bancs.", by=by)
    elif moment == 2:
        note(complaint=complaint, text="Voir le gardien.", by=by)
        close(complaint=complaint, closing=Closing("elsewhere", "delay", "La clé.", "Deux clés."), by=by)
        idea.visibility = "waiting"
        idea.save()
    elif moment == 3:
        complaint.urgent = True
        age(complaint, 60)
        decide(idea=idea, accepted=True, reason="Deux bancs.", by=by)
        finish(idea=idea, told="Trois bancs.", by=by)


def listen_all_year(organisation: Any, moment: int = 0) -> dict[str, Any]:
    """What addresses of the registers may name, at one of four moments (the guide must be loaded)."""
    complaints = open_one(organisation, "complaints")
    ideas = open_one(organisation, "ideas")
    complaint = phone(complaints, name="Nadia Petit", contact="06 00 00 00 00")
    with scope(organisation):
        pilot = pilot_of(organisation)
        group = add_idea_group(register=ideas, name="Les bénévoles", by=pilot)
        idea = note_idea(
            register=ideas, content=IdeaContent("Un banc à l’ombre", theme_id="theme-5"), by=pilot
        )
        _move(complaint, idea, moment, pilot)
        table = keep_register_table(register=ideas, data=TABLE.encode(), file_name="idees.csv", by=pilot)
    relay = give_right(organisation)
    return {
        "register_table": table.pk,
        "relay": relay.pk,
        "relay_code": relay_code(relay.handle),
        "complaint": complaint.pk,
        "idea": idea.pk,
        "group": group.pk,
        "listen_code": code_of(complaints),
        "board_code": code_of(ideas),
        "tracking": code_of_complaint(complaint),
        "number": idea.number,
    }


def listen_to(organisation: Any, texts: Any, write: Any, by: Any) -> None:
    """Registers filled with these texts everywhere that a person may write (`write()` gives a long one)."""
    register, box = (
        open_register(
            organisation=organisation, kind=kind, content=RegisterContent(introduction=write()), by=by
        )
        for kind in ("complaints", "ideas")
    )
    for text in texts:
        told = ComplaintContent(what=text + "a", when_where=text, wanted=write(), name=text, contact=text)
        row = note_complaint(register=register, content=told, channel="paper", by=by)
        answer(complaint=row, text=write(), by=by)
        close(complaint=row, closing=Closing("settled", "delay", write(), text), by=by)
        content = IdeaContent(title=text[:100] + "a", text=write(), signed=text)
        idea = note_idea(register=box, content=content, by=by)
        decide(idea=idea, accepted=True, reason=write(), by=by)
        finish(idea=idea, told=text + "a", by=by)
