"""Addresses of participation: the pilot's pages of the groups, then the participants' pages."""

from django.urls import URLPattern, path

from marchepied.web.participation.views import (
    answer,
    collecting,
    colleges,
    invitations,
    kiosk,
    paper,
    printing,
    receipt,
)

_GROUPS = "e/<slug:space>/demarche/<uuid:cycle>/groupes/"
_COLLEGE = _GROUPS + "<uuid:college>/"
_CALL = _GROUPS + "<uuid:call>/inviter/"

PILOT = [
    path(_GROUPS, colleges.colleges, name="colleges"),
    path(_GROUPS + "choisir/", colleges.choose, name="choose"),
    path(_GROUPS + "ouvrir/", collecting.open_, name="open"),
    path(_GROUPS + "prolonger/", collecting.extend, name="extend"),
    path(_GROUPS + "clore/", collecting.close, name="close"),
    path(_GROUPS + "rouvrir/", collecting.reopen, name="reopen"),
    path(_COLLEGE, colleges.college, name="college"),
    path(_COLLEGE + "deplacer/", colleges.move, name="move"),
    path(_COLLEGE + "ecarter/", colleges.archive, name="archive"),
    path(_COLLEGE + "reprendre/", colleges.restore, name="restore"),
    path(_COLLEGE + "ensemble/", colleges.together, name="together"),
    path(_COLLEGE + "reunir/", colleges.merge, name="merge"),
    path(_COLLEGE + "apercu/", colleges.preview, name="preview"),
    path(_CALL, invitations.invite, name="invite"),
    path(_CALL + "courriels/", invitations.invite_mail, name="invite-mail"),
    path(_CALL + "rappel/", invitations.reminder, name="remind"),
    path(_CALL + "affiche/", printing.poster, name="poster"),
    path(_CALL + "affiche.pdf", printing.poster_pdf, name="poster-pdf"),
    path(_CALL + "bulletins/", printing.slips, name="slips"),
    path(_CALL + "questionnaire.pdf", printing.paper_pdf, name="paper-pdf"),
    path(_CALL + "saisir/", paper.paper_entry, name="paper-entry"),
]

_LINK = "r/<str:code>/"

PARTICIPANT = [
    path("r/", answer.enter_code, name="code"),
    path(_LINK, answer.answer, name="answer"),
    path(_LINK + "merci/", receipt.receipt, name="receipt"),
    path(_LINK + "borne/", kiosk.kiosk, name="kiosk"),
    path(_LINK + "borne/merci/", kiosk.kiosk_receipt, name="kiosk-receipt"),
]

app_name = "participation"
urlpatterns: list[URLPattern] = [*PILOT, *PARTICIPANT]
