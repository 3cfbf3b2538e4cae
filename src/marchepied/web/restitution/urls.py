"""Addresses of restitution."""

from django.urls import path

from marchepied.web.restitution import views

app_name = "restitution"
urlpatterns = [
    path("e/<slug:space>/demarche/<uuid:cycle>/ag/", views.pack, name="pack"),
    path("e/<slug:space>/demarche/<uuid:cycle>/ag/apercu.pdf", views.pack_preview, name="pack-preview"),
    path("e/<slug:space>/demarche/<uuid:cycle>/ag/faire/", views.pack_make, name="pack-make"),
    path("e/<slug:space>/dossiers/<uuid:pack>.pdf", views.pack_file, name="pack-file"),
    path("e/<slug:space>/demarche/<uuid:cycle>/feuille/", views.sheet, name="sheet"),
    path("e/<slug:space>/demarche/<uuid:cycle>/feuille.pdf", views.sheet_file, name="sheet-file"),
    path("e/<slug:space>/demarche/<uuid:cycle>/feuille/publier/", views.sheet_publish, name="sheet-publish"),
]
