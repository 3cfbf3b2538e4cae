"""Addresses of what measures the plan: indicators, tables in and out, looks back."""

from django.urls import URLPattern, path

from marchepied.web.plans.views import imports, indicators, reviews

PLAN = "e/<slug:space>/plan/"
INDICATORS = "e/<slug:space>/indicateurs/"
CSV, XLSX = {"kind": "csv"}, {"kind": "xlsx"}
INDICATOR = f"{INDICATORS}<uuid:indicator>/"

MEASURE_URLS: list[URLPattern] = [
    path(INDICATORS, indicators.indicators, name="indicators"),
    path(f"{INDICATORS}ajouter/", indicators.indicator_add, name="indicator-add"),
    path(f"{INDICATORS}proposes/", indicators.indicator_adopt, name="indicator-adopt"),
    path(f"{INDICATORS}valeurs/<int:year>/", indicators.indicator_values, name="indicator-values"),
    path(INDICATOR, indicators.indicator, name="indicator"),
    path(f"{INDICATOR}changer/", indicators.indicator_edit, name="indicator-edit"),
    path(f"{INDICATOR}cible/", indicators.indicator_targets, name="indicator-targets"),
    path(f"{INDICATOR}archiver/", indicators.indicator_archive, name="indicator-archive"),
    path(f"{INDICATOR}supprimer/", indicators.indicator_delete, name="indicator-delete"),
    path(f"{INDICATORS}importer/", imports.choose_table, {"what": "indicators"}, name="indicators-import"),
    path(f"{PLAN}actions/importer/", imports.choose_table, {"what": "actions"}, name="actions-import"),
    path(f"{PLAN}tableaux/<uuid:table>/", imports.check_table, name="table"),
    path(f"{PLAN}tableaux/<uuid:table>/abandonner/", imports.discard_table, name="table-discard"),
    path(f"{INDICATORS}indicateurs.csv", imports.export_indicators, {"kind": "csv"}, name="indicators-csv"),
    path(
        f"{INDICATORS}indicateurs.xlsx", imports.export_indicators, {"kind": "xlsx"}, name="indicators-xlsx"
    ),
    path(f"{INDICATORS}modele.csv", imports.export_template, {"kind": "csv"}, name="indicators-model-csv"),
    path(f"{INDICATORS}modele.xlsx", imports.export_template, {"kind": "xlsx"}, name="indicators-model-xlsx"),
    path(f"{PLAN}plan.csv", imports.export_actions, {"kind": "csv"}, name="actions-csv"),
    path(f"{PLAN}plan.xlsx", imports.export_actions, {"kind": "xlsx"}, name="actions-xlsx"),
    path(f"{PLAN}points/", reviews.reviews, name="reviews"),
    path(f"{PLAN}points/faire/", reviews.review_add, name="review-add"),
    path(f"{PLAN}points/<uuid:review>/", reviews.review_edit, name="review"),
    path(f"{PLAN}points/<uuid:review>/supprimer/", reviews.review_delete, name="review-delete"),
]
