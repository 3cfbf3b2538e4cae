"""Addresses of restitution."""

from django.urls import path

from marchepied.web.restitution import views

app_name = "restitution"
CYCLE = "e/<slug:space>/demarche/<uuid:cycle>"
EDITION = "e/<slug:space>/dossiers/<uuid:pack>"
FORMATS = ("pdf", "docx", "odt", "pptx")

urlpatterns = [
    path(f"{CYCLE}/ag/", views.pack, name="pack"),
    path(f"{CYCLE}/ag/ranger/", views.arrange, name="pack-arrange"),
    path(f"{CYCLE}/ag/section/<slug:section_key>/", views.section, name="pack-section"),
    path(f"{CYCLE}/ag/section/<slug:section_key>/proposer/", views.restore, name="pack-restore"),
    path(f"{CYCLE}/ag/figer/", views.freeze, name="pack-freeze"),
    path(f"{CYCLE}/ag/apres/", views.assembly, name="assembly"),
    path(f"{CYCLE}/feuille/", views.sheet, name="sheet"),
    path(f"{CYCLE}/feuille.pdf", views.sheet_file, name="sheet-file"),
    path(f"{CYCLE}/feuille/publier/", views.sheet_publish, name="sheet-publish"),
]
for kind in FORMATS:
    urlpatterns += [
        path(f"{CYCLE}/ag/dossier.{kind}", views.pack_download, {"kind": kind}, name=f"pack-{kind}"),
        path(f"{EDITION}.{kind}", views.pack_file, {"kind": kind}, name=f"file-{kind}"),
    ]
