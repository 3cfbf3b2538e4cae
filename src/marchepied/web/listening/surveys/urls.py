"""Addresses of the surveys: those of the space, then those of whoever answers."""

from django.urls import URLPattern, path

from marchepied.web.listening.surveys import acting, answering, bringing, files, paper, views
from marchepied.web.participation.views import invitations, printing

_SURVEYS = "e/<slug:space>/ecouter/enquetes/"
_SURVEY = _SURVEYS + "<uuid:survey>/"
_QUESTION = _SURVEY + "questions/<slug:survey_question>/"
_CALL = _SURVEY + "inviter/<uuid:survey_call>/"
_LINK = "r/<str:code>/enquete/"

SURVEYS: list[URLPattern] = [
    path(_SURVEYS, views.surveys, name="surveys"),
    path(_SURVEYS + "preparer/", views.survey_new, name="survey-new"),
    path(_SURVEYS + "reprendre/", files.bring, name="survey-bring"),
    path(_SURVEY, views.survey, name="survey"),
    path(_SURVEY + "changer/", views.survey_edit, name="survey-edit"),
    path(_SURVEY + "relire/", views.preview, name="survey-preview"),
    path(_SURVEY + "ouvrir/", views.open_, name="survey-open"),
    path(_SURVEY + "clore/", views.close, name="survey-close"),
    path(_SURVEY + "prolonger/", views.extend, name="survey-extend"),
    path(_SURVEY + "montrer/", views.show, name="survey-show"),
    path(_SURVEY + "repondre/", views.reply, name="survey-reply"),
    path(_SURVEY + "vague/", views.wave, name="survey-wave"),
    path(_SURVEY + "retirer/", views.delete, name="survey-delete"),
    path(_SURVEY + "questions/ajouter/", views.question_new, name="survey-question-new"),
    path(_QUESTION, views.question_edit, name="survey-question"),
    path(_QUESTION + "deplacer/", views.question_move, name="survey-question-move"),
    path(_QUESTION + "retirer/", views.question_remove, name="survey-question-remove"),
    path(_QUESTION + "action/", acting.take_up, name="survey-action"),
    path(_SURVEY + "resultat.csv", files.results, {"kind": "csv"}, name="survey-csv"),
    path(_SURVEY + "resultat.xlsx", files.results, {"kind": "xlsx"}, name="survey-xlsx"),
    path(_SURVEY + "formulaire.xlsx", files.form, name="survey-form"),
    path(_SURVEY + "ailleurs/", files.benchmarks, name="survey-elsewhere"),
    path(
        _SURVEY + "ailleurs/<uuid:benchmark>/retirer/", files.benchmark_remove, name="survey-elsewhere-remove"
    ),
    path(_CALL, invitations.invite, name="invite"),
    path(_CALL + "courriels/", invitations.invite_mail, name="invite-mail"),
    path(_CALL + "rappel/", invitations.reminder, name="remind"),
    path(_CALL + "affiche/", printing.poster, name="poster"),
    path(_CALL + "affiche.pdf", printing.poster_pdf, name="poster-pdf"),
    path(_CALL + "bulletins/", printing.slips, name="slips"),
    path(_CALL + "enquete.pdf", paper.sheet_pdf, name="paper-pdf"),
    path(_CALL + "saisir/", paper.sheet_entry, name="paper-entry"),
    path(_CALL + "tableau/", bringing.answers, name="answers-brought"),
    path(_CALL + "tableau.csv", bringing.sheet_csv, name="answers-sheet-csv"),
    path(_CALL + "tableau.xlsx", bringing.sheet_xlsx, name="answers-sheet-xlsx"),
    path(_LINK, answering.answer, name="survey-answer"),
    path(_LINK + "merci/", answering.thanks, name="survey-thanks"),
    path(_LINK + "borne/", answering.kiosk, name="survey-kiosk"),
]
