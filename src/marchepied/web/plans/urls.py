"""Addresses of the plan."""

from django.urls import URLPattern, path

from marchepied.web.plans.views import actions, acts, board, plan

PLAN = "e/<slug:space>/plan/"

app_name = "plans"
urlpatterns: list[URLPattern] = [
    path(PLAN, plan.plan, name="plan"),
    path(f"{PLAN}vision/", plan.vision, name="vision"),
    path(f"{PLAN}objectifs/ajouter/", plan.objective_add, name="objective-add"),
    path(f"{PLAN}objectifs/<uuid:objective>/", plan.objective_edit, name="objective"),
    path(f"{PLAN}objectifs/<uuid:objective>/supprimer/", plan.objective_delete, name="objective-delete"),
    path(f"{PLAN}propositions/", actions.propose, name="propose"),
    path(f"{PLAN}actions/ajouter/", actions.action_add, name="action-add"),
    path(f"{PLAN}actions/<uuid:action>/", actions.action_edit, name="action"),
    path(f"{PLAN}actions/<uuid:action>/etat/", actions.action_state, name="action-state"),
    path(f"{PLAN}actions/<uuid:action>/supprimer/", actions.action_delete, name="action-delete"),
    path(f"{PLAN}tableau/", board.board, name="board"),
    path(f"{PLAN}gestes/", acts.acts, name="acts"),
    path(f"{PLAN}gestes/ajouter/", acts.act_add, name="act-add"),
    path(f"{PLAN}gestes/<uuid:act>/", acts.act_edit, name="act"),
    path(f"{PLAN}gestes/<uuid:act>/noter/", acts.act_tick, name="act-tick"),
    path(f"{PLAN}gestes/<uuid:act>/arreter/", acts.act_end, name="act-end"),
    path(f"{PLAN}gestes/<uuid:act>/supprimer/", acts.act_delete, name="act-delete"),
]
