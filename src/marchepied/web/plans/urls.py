"""Addresses of the plan."""

from django.urls import URLPattern, path

from marchepied.web.plans.measure_urls import MEASURE_URLS
from marchepied.web.plans.views import (
    actions,
    acts,
    board,
    calendar,
    coherence,
    notices,
    plan,
    practices,
    todo,
    votes,
)

PLAN = "e/<slug:space>/plan/"
COHERENCE = f"{PLAN}coherence/"

app_name = "plans"
urlpatterns: list[URLPattern] = [
    path(PLAN, plan.plan, name="plan"),
    path(f"{PLAN}vision/", plan.vision, name="vision"),
    path(f"{PLAN}objectifs/ajouter/", plan.objective_add, name="objective-add"),
    path(f"{PLAN}objectifs/<uuid:objective>/", plan.objective_edit, name="objective"),
    path(f"{PLAN}objectifs/<uuid:objective>/supprimer/", plan.objective_delete, name="objective-delete"),
    path(f"{PLAN}propositions/", actions.propose, name="propose"),
    path(f"{PLAN}pratiques/", practices.practices, name="practices"),
    path(f"{PLAN}pratiques/<slug:practice_id>/", practices.practice, name="practice"),
    path(f"{PLAN}actions/ajouter/", actions.action_add, name="action-add"),
    path(f"{PLAN}actions/<uuid:action>/", actions.action_edit, name="action"),
    path(f"{PLAN}actions/<uuid:action>/etat/", actions.action_state, name="action-state"),
    path(f"{PLAN}actions/<uuid:action>/supprimer/", actions.action_delete, name="action-delete"),
    path(f"{PLAN}tableau/", board.board, name="board"),
    path("e/<slug:space>/a-faire/", todo.todo, name="todo"),
    path(f"{PLAN}calendrier/", calendar.calendar, name="calendar"),
    path(COHERENCE, coherence.coherence, name="coherence"),
    path(f"{COHERENCE}raisons/<uuid:purpose>/", coherence.serve_purpose, name="coherence-purpose"),
    path(f"{COHERENCE}activites/<uuid:activity>/", coherence.serve_activity, name="coherence-activity"),
    path(f"{COHERENCE}actions/<uuid:action>/", coherence.serve_from_action, name="coherence-action"),
    path(f"{PLAN}prevenir/", notices.notices, name="notices"),
    path(f"{PLAN}prevenir/agenda/", notices.feed_open, name="feed-open"),
    path(f"{PLAN}prevenir/agenda/changer/", notices.feed_renew, name="feed-renew"),
    path(f"{PLAN}prevenir/agenda/fermer/", notices.feed_close, name="feed-close"),
    path("agenda/<str:feed_seal>.ics", notices.feed, name="feed"),
    path("courriels/<str:mail_seal>/", notices.mail_stop, name="mail-stop"),
    path(f"{PLAN}gestes/", acts.acts, name="acts"),
    path(f"{PLAN}gestes/ajouter/", acts.act_add, name="act-add"),
    path(f"{PLAN}gestes/<uuid:act>/", acts.act_edit, name="act"),
    path(f"{PLAN}gestes/<uuid:act>/noter/", acts.act_tick, name="act-tick"),
    path(f"{PLAN}gestes/<uuid:act>/arreter/", acts.act_end, name="act-end"),
    path(f"{PLAN}gestes/<uuid:act>/supprimer/", acts.act_delete, name="act-delete"),
    path(f"{PLAN}votes/", votes.votes, name="votes"),
    path(f"{PLAN}votes/preparer/", votes.vote_new, name="vote-new"),
    path(f"{PLAN}votes/<uuid:vote>/", votes.vote, name="vote"),
    path(f"{PLAN}votes/<uuid:vote>/preparer/", votes.vote_edit, name="vote-edit"),
    path(f"{PLAN}votes/<uuid:vote>/ouvrir/", votes.vote_open, name="vote-open"),
    path(f"{PLAN}votes/<uuid:vote>/prolonger/", votes.vote_extend, name="vote-extend"),
    path(f"{PLAN}votes/<uuid:vote>/fermer/", votes.vote_close, name="vote-close"),
    path(f"{PLAN}votes/<uuid:vote>/retirer/", votes.vote_delete, name="vote-delete"),
    path(f"{PLAN}votes/<uuid:vote>/mettre-au-plan/", votes.vote_adopt, name="vote-adopt"),
    *MEASURE_URLS,
]
