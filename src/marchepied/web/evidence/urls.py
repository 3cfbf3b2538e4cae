"""Addresses of evidence."""

from django.urls import URLPattern, path

from marchepied.web.evidence import views

EVIDENCE = "e/<slug:space>/preuves/"

app_name = "evidence"
urlpatterns: list[URLPattern] = [
    path(EVIDENCE, views.list_evidence, name="list"),
    path(f"{EVIDENCE}ajouter/", views.add, name="add"),
    path(f"{EVIDENCE}<uuid:evidence>/", views.edit, name="edit"),
    path(f"{EVIDENCE}<uuid:evidence>/fichier/", views.download, name="file"),
    path(f"{EVIDENCE}<uuid:evidence>/supprimer/", views.delete, name="delete"),
]
