"""Addresses of diagnosis."""

from django.urls import URLPattern, path

from marchepied.web.diagnosis.views import (
    crossed,
    cycle,
    few_actions,
    following,
    home,
    imports,
    questions,
    start,
    table,
    workshop,
)

CYCLE = "e/<slug:space>/demarche/<uuid:cycle>/"

app_name = "diagnosis"
urlpatterns: list[URLPattern] = [
    path("demarrer/", start.start, name="start"),
    path("e/<slug:space>/", home.show_home, name="home"),
    path("e/<slug:space>/demarche/nouvelle/", start.start_next, name="start-next"),
    path("e/<slug:space>/demarche/importer/", imports.choose_file, name="import"),
    path("e/<slug:space>/demarche/importer/<uuid:pending>/", imports.choose_columns, name="import-columns"),
    path(
        "e/<slug:space>/demarche/importer/<uuid:pending>/verifier/", imports.check_import, name="import-check"
    ),
    path(
        "e/<slug:space>/demarche/importer/<uuid:pending>/abandonner/",
        imports.discard_import,
        name="import-discard",
    ),
    path(CYCLE, home.show_cycle, name="cycle"),
    path(f"{CYCLE}themes/", cycle.change_scope, name="scope"),
    path(f"{CYCLE}themes/questions/", cycle.choose_questions, name="keep-questions"),
    path(f"{CYCLE}assemblee/", cycle.set_assembly, name="assembly"),
    path(f"{CYCLE}chemin/", cycle.change_path, name="path"),
    path(f"{CYCLE}terminer/", cycle.finish, name="finish"),
    path(f"{CYCLE}reprendre/", cycle.resume, name="resume"),
    path(f"{CYCLE}etapes/<slug:key>/", cycle.show_step, name="step"),
    path(f"{CYCLE}questions/", questions.list_questions, name="questions"),
    path(f"{CYCLE}questions/<slug:question_id>/", questions.answer_question, name="question"),
    path(f"{CYCLE}questions/<slug:question_id>/effacer/", questions.clear_answer, name="clear-answer"),
    path(f"{CYCLE}reponses/", questions.answer_all, name="answer-all"),
    path(f"{CYCLE}regards/", crossed.show_crossed, name="crossed"),
    path(f"{CYCLE}regards/montrer/", crossed.release_views, name="release"),
    path(f"{CYCLE}regards/<slug:question_id>/", crossed.show_crossed_question, name="crossed-question"),
    path(f"{CYCLE}table/", table.show_sheet, name="table"),
    path(f"{CYCLE}table/feuille.pdf", table.sheet_pdf, name="table-sheet-pdf"),
    path(f"{CYCLE}table/reunion/", table.hold_meeting, name="table-meeting"),
    path(f"{CYCLE}table/questions/<slug:question_id>/", table.settle, name="table-question"),
    path(f"{CYCLE}table/actions/", few_actions.choose, name="table-actions"),
    path(f"{CYCLE}table/actions/qui/", few_actions.assign, name="table-assign"),
    path(f"{CYCLE}reunion/", workshop.prepare, name="workshop"),
    path(f"{CYCLE}reunion/feuilles.pdf", workshop.sheets_pdf, name="workshop-sheets"),
    path(f"{CYCLE}reunion/suivre/", workshop.follow_open, name="follow-open"),
    path(f"{CYCLE}reunion/suivre/arreter/", workshop.follow_close, name="follow-close"),
    path(f"{CYCLE}reunion/decisions/", workshop.list_positions, name="positions"),
    path(f"{CYCLE}reunion/salle/<slug:question_id>/", workshop.show_room, name="room"),
    path(f"{CYCLE}reunion/salle/<slug:question_id>/decider/", workshop.decide, name="decide"),
    path(f"{CYCLE}reunion/salle/<slug:question_id>/retirer/", workshop.withdraw, name="withdraw"),
    path("suivre/<str:code>/", following.follow, name="follow"),
    path("methode/regards/", crossed.show_method, name="method"),
]
