"""Addresses of the plan."""

from django.urls import path

from marchepied.web.plans import views

app_name = "plans"
urlpatterns = [
    path("e/<slug:space>/plan/", views.plan, name="plan"),
    path("e/<slug:space>/plan/vision/", views.vision, name="vision"),
    path("e/<slug:space>/plan/objectifs/ajouter/", views.objective_add, name="objective-add"),
    path("e/<slug:space>/plan/objectifs/<uuid:objective>/", views.objective_edit, name="objective"),
    path(
        "e/<slug:space>/plan/objectifs/<uuid:objective>/supprimer/",
        views.objective_delete,
        name="objective-delete",
    ),
    path("e/<slug:space>/plan/propositions/", views.propose, name="propose"),
    path("e/<slug:space>/plan/actions/ajouter/", views.action_add, name="action-add"),
    path("e/<slug:space>/plan/actions/<uuid:action>/", views.action_edit, name="action"),
    path("e/<slug:space>/plan/actions/<uuid:action>/etat/", views.action_state, name="action-state"),
    path("e/<slug:space>/plan/actions/<uuid:action>/supprimer/", views.action_delete, name="action-delete"),
]
