"""Addresses of diagnosis."""

from django.urls import URLPattern, path

from marchepied.web.diagnosis.views import cycle, home, questions, start

CYCLE = "e/<slug:space>/demarche/<uuid:cycle>/"

app_name = "diagnosis"
urlpatterns: list[URLPattern] = [
    path("demarrer/", start.start, name="start"),
    path("e/<slug:space>/", home.show_home, name="home"),
    path("e/<slug:space>/demarche/nouvelle/", start.start_next, name="start-next"),
    path(CYCLE, home.show_cycle, name="cycle"),
    path(f"{CYCLE}themes/", cycle.change_scope, name="scope"),
    path(f"{CYCLE}themes/questions/", cycle.choose_questions, name="keep-questions"),
    path(f"{CYCLE}assemblee/", cycle.set_assembly, name="assembly"),
    path(f"{CYCLE}terminer/", cycle.finish, name="finish"),
    path(f"{CYCLE}reprendre/", cycle.resume, name="resume"),
    path(f"{CYCLE}etapes/<slug:key>/", cycle.show_step, name="step"),
    path(f"{CYCLE}questions/", questions.list_questions, name="questions"),
    path(f"{CYCLE}questions/<slug:question_id>/", questions.answer_question, name="question"),
    path(f"{CYCLE}reponses/", questions.answer_all, name="answer-all"),
]
