"""Addresses of deliberation: the facilitator's pages of a topic, then the participants' pages."""

from django.urls import URLPattern, path

from marchepied.web.deliberation.urls_decide import DECIDE
from marchepied.web.deliberation.views import paper, statements, talk, topics
from marchepied.web.participation.views import invitations, printing

_SPACE = "e/<slug:space>/ensemble/"
_TOPIC = _SPACE + "<uuid:topic>/"
_STATEMENT = _TOPIC + "phrases/<int:statement>/"
_CALL = _TOPIC + "inviter/<uuid:topic_call>/"
_LINK = "r/<str:code>/ensemble/"

FACILITATOR = [
    path(_SPACE, topics.topics, name="topics"),
    path(_SPACE + "ouvrir/", topics.topic_new, name="topic-new"),
    path(_TOPIC, topics.topic, name="topic"),
    path(_TOPIC + "changer/", topics.topic_edit, name="topic-edit"),
    path(_TOPIC + "ouvrir/", topics.topic_open, name="topic-open"),
    path(_TOPIC + "retirer/", topics.topic_delete, name="topic-delete"),
    path(_TOPIC + "voter/", topics.vote_start, name="vote-start"),
    path(_TOPIC + "finir/", topics.vote_end, name="vote-end"),
    path(_TOPIC + "montrer/", topics.results_show, name="results-show"),
    path(_TOPIC + "etape/", topics.topic_move, name="topic-move"),
    path(_TOPIC + "prolonger/", topics.topic_extend, name="topic-extend"),
    path(_TOPIC + "phrases/", statements.statements, name="statements"),
    path(_STATEMENT + "accepter/", statements.statement_accept, name="statement-accept"),
    path(_STATEMENT + "ecarter/", statements.statement_refuse, name="statement-refuse"),
    path(_STATEMENT + "reunir/", statements.statement_merge, name="statement-merge"),
    path(_STATEMENT + "a-part/", statements.statement_meta, name="statement-meta"),
    path(_STATEMENT + "retirer/", statements.statement_delete, name="statement-delete"),
    path(_CALL, invitations.invite, name="invite"),
    path(_CALL + "courriels/", invitations.invite_mail, name="invite-mail"),
    path(_CALL + "rappel/", invitations.reminder, name="remind"),
    path(_CALL + "affiche/", printing.poster, name="poster"),
    path(_CALL + "affiche.pdf", printing.poster_pdf, name="poster-pdf"),
    path(_CALL + "bulletins/", printing.slips, name="slips"),
    path(_CALL + "feuille.pdf", paper.sheet_pdf, name="paper-pdf"),
    path(_CALL + "saisir/", paper.sheet_entry, name="paper-entry"),
]

PARTICIPANT = [
    path(_LINK, talk.talk, name="talk"),
    path(_LINK + "mes-votes/", talk.mine, name="mine"),
    path(_LINK + "deposer/", talk.finish, name="finish"),
    path(_LINK + "merci/", talk.thanks, name="thanks"),
    path(_LINK + "resultat/", talk.results, name="results"),
    path(_LINK + "borne/", talk.kiosk, name="kiosk"),
]

app_name = "deliberation"
urlpatterns: list[URLPattern] = [*FACILITATOR, *DECIDE, *PARTICIPANT]
