"""Addresses of the plan."""

from django.urls import URLPattern, path

from marchepied.web.plans.views import actions, plan

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
]
