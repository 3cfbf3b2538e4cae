"""Addresses of referentials."""

from django.urls import URLPattern, path

from marchepied.web.referentials.views import drafts, following, guide, guides, imports, items, law, practices

_GUIDES = "e/<slug:space>/guides/"
_DRAFT = _GUIDES + "brouillons/<uuid:draft>/"
_FILES = {"yaml": "guide.yaml", "xlsx": "guide.xlsx", "csv": "guide.csv", "form": "formulaire.xlsx"}
_ITEM = _DRAFT + "element/<slug:item>/"

app_name = "referentials"
urlpatterns: list[URLPattern] = [
    path("guide/", guide.show_guide, name="guide"),
    path("guide/loi/", law.show_law, name="law"),
    path("guide/<slug:axis_id>/", guide.show_sheet, name="sheet"),
    path("pratiques/", practices.list_practices, name="practices"),
    path("pratiques/<slug:practice_id>/", practices.show_practice, name="practice"),
    path(_GUIDES, guides.list_guides, name="guides"),
    path(_GUIDES + "nouveau/", guides.new_guide, name="guide-new"),
    path(_GUIDES + "versions/<uuid:version>/", guides.show_version, name="version"),
    path(_GUIDES + "versions/<uuid:version>/suite/", guides.next_version, name="version-next"),
    path(_GUIDES + "importer/", imports.choose_file, name="import"),
    path(_GUIDES + "importer/<uuid:brought>/", imports.check_file, name="import-check"),
    path(_GUIDES + "importer/<uuid:brought>/abandonner/", imports.discard_file, name="import-discard"),
    path(_GUIDES + "modele.xlsx", imports.send_template, name="guide-model"),
    *(
        path(
            f"{_GUIDES}versions/<uuid:version>/{name}",
            imports.export_version,
            {"file_kind": kind},
            name=f"version-{kind}",
        )
        for kind, name in _FILES.items()
    ),
    *(
        path(_DRAFT + name, imports.export_draft, {"file_kind": kind}, name=f"draft-{kind}")
        for kind, name in _FILES.items()
    ),
    path(_DRAFT, drafts.show_draft, name="draft"),
    path(_DRAFT + "nom/", drafts.change_name, name="draft-head"),
    path(_DRAFT + "historique/", drafts.show_history, name="draft-history"),
    path(_DRAFT + "annuler/", drafts.undo, name="draft-undo"),
    path(_DRAFT + "suivre/", following.follow, name="draft-follow"),
    path(_DRAFT + "publier/", drafts.publish, name="draft-publish"),
    path(_DRAFT + "jeter/", drafts.discard, name="draft-discard"),
    path(_DRAFT + "ajouter/", items.add, name="item-add"),
    path(_DRAFT + "clair/", items.read_plain, name="plain"),
    path(_ITEM, items.edit, name="item"),
    path(_ITEM + "ordre/", items.shift, name="item-shift"),
    path(_ITEM + "deplacer/", items.move, name="item-move"),
    path(_ITEM + "retirer/", items.remove, name="item-remove"),
    path(_ITEM + "apercu/", items.preview, name="item-preview"),
]
