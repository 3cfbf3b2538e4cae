"""Addresses of referentials."""

from django.urls import URLPattern, path

from marchepied.web.referentials.views import guide, law, practices

app_name = "referentials"
urlpatterns: list[URLPattern] = [
    path("guide/", guide.show_guide, name="guide"),
    path("guide/loi/", law.show_law, name="law"),
    path("guide/<slug:axis_id>/", guide.show_sheet, name="sheet"),
    path("pratiques/", practices.list_practices, name="practices"),
    path("pratiques/<slug:practice_id>/", practices.show_practice, name="practice"),
]
