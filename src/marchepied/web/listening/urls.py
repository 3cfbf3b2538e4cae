"""Addresses of the registers: those of a space, then those that need no account."""

from django.urls import URLPattern, path

from marchepied.apps.listening.enums import RegisterKind
from marchepied.web.listening.relays.urls import RELAYS
from marchepied.web.listening.surveys.urls import SURVEYS
from marchepied.web.listening.views import (
    board,
    bringing,
    complaint,
    complaints,
    doors,
    following,
    idea,
    ideas,
    registers,
    sorting,
    telling,
    themes,
)

_LISTEN = "e/<slug:space>/ecouter/"
_COMPLAINTS = f"{_LISTEN}difficultes/"
_COMPLAINT = f"{_COMPLAINTS}<uuid:complaint>/"
_IDEAS = f"{_LISTEN}idees/"
_IDEA = f"{_IDEAS}<uuid:idea>/"
_THEMES = f"{_LISTEN}ecrits/"
_THEME = f"{_THEMES}<slug:theme_key>/"
_AS_COMPLAINTS, _AS_IDEAS = {"kind": RegisterKind.COMPLAINTS}, {"kind": RegisterKind.IDEAS}
_CSV, _XLSX = {"kind": "csv"}, {"kind": "xlsx"}

app_name = "listening"
urlpatterns: list[URLPattern] = [
    path(_LISTEN, registers.list_registers, name="registers"),
    *SURVEYS,
    *RELAYS,
    path(_COMPLAINTS, complaints.show_list, name="complaints"),
    path(f"{_COMPLAINTS}ouvrir/", registers.settle, _AS_COMPLAINTS, name="complaints-settle"),
    path(f"{_COMPLAINTS}fermer/", registers.close_one, _AS_COMPLAINTS, name="complaints-close"),
    path(f"{_COMPLAINTS}adresse/", doors.show_complaints_door, name="complaints-door"),
    path(f"{_COMPLAINTS}affiche/", doors.complaints_poster, name="complaints-poster"),
    path(f"{_COMPLAINTS}affiche.pdf", doors.complaints_poster_pdf, name="complaints-poster-pdf"),
    path(f"{_COMPLAINTS}ecarter/", sorting.sort, name="complaints-sort"),
    path(f"{_COMPLAINTS}noter/", complaints.note_call, name="complaint-note"),
    path(f"{_COMPLAINTS}annee/", complaints.show_year, name="complaints-year"),
    path(f"{_COMPLAINTS}registre.csv", complaints.export, _CSV, name="complaints-csv"),
    path(f"{_COMPLAINTS}registre.xlsx", complaints.export, _XLSX, name="complaints-xlsx"),
    path(f"{_COMPLAINTS}reprendre/", bringing.choose, _AS_COMPLAINTS, name="complaints-bring"),
    path(_COMPLAINT, complaint.show_complaint, name="complaint"),
    path(f"{_COMPLAINT}notee/", complaint.show_noted, name="complaint-noted"),
    path(f"{_COMPLAINT}personne/", complaint.show_person, name="complaint-person"),
    path(f"{_COMPLAINT}action/", complaint.take_up, name="complaint-action"),
    path(_IDEAS, ideas.show_box, name="ideas"),
    path(f"{_IDEAS}ouvrir/", registers.settle, _AS_IDEAS, name="ideas-settle"),
    path(f"{_IDEAS}fermer/", registers.close_one, _AS_IDEAS, name="ideas-close"),
    path(f"{_IDEAS}adresse/", doors.show_ideas_door, name="ideas-door"),
    path(f"{_IDEAS}adresse/<uuid:group>/fermer/", doors.close_group, name="ideas-group-close"),
    path(f"{_IDEAS}affiche/", doors.ideas_poster, name="ideas-poster"),
    path(f"{_IDEAS}affiche.pdf", doors.ideas_poster_pdf, name="ideas-poster-pdf"),
    path(f"{_IDEAS}ecrire/", ideas.add, name="idea-new"),
    path(f"{_IDEAS}registre.csv", ideas.export, _CSV, name="ideas-csv"),
    path(f"{_IDEAS}registre.xlsx", ideas.export, _XLSX, name="ideas-xlsx"),
    path(f"{_IDEAS}reprendre/", bringing.choose, _AS_IDEAS, name="ideas-bring"),
    path(_IDEA, idea.show_idea, name="idea"),
    path(f"{_IDEA}action/", idea.take_up, name="idea-action"),
    path(f"{_LISTEN}reprendre/<uuid:register_table>/", bringing.check, name="bring-check"),
    path(f"{_LISTEN}reprendre/<uuid:register_table>/abandonner/", bringing.discard, name="bring-discard"),
    path(_THEMES, themes.show_themes, name="themes"),
    path(f"{_THEMES}defaire/", themes.undo, name="themes-undo"),
    path(_THEME, themes.show_theme, name="theme"),
    path(f"{_THEME}action/", themes.take_up, name="theme-action"),
    path("dire/<str:listen_code>/", telling.tell, name="tell"),
    path("suivi/", following.enter, name="enter"),
    path("suivi/<str:tracking>/", following.follow, name="follow"),
    path("idees/<str:board_code>/", board.show_board, name="board"),
    path("idees/<str:board_code>/proposer/", board.propose, name="propose"),
    path("idees/<str:board_code>/<int:number>/", board.show_idea, name="public-idea"),
]
