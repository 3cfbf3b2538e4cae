"""Addresses of referentials."""

from django.urls import URLPattern, path

from marchepied.web.referentials import views

app_name = "referentials"
urlpatterns: list[URLPattern] = [
    path("guide/", views.show_guide, name="guide"),
    path("guide/<slug:axis_id>/", views.show_sheet, name="sheet"),
]
