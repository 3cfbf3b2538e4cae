"""Addresses of glossary."""

from django.urls import URLPattern, path

from marchepied.web.glossary import views

app_name = "glossary"
urlpatterns: list[URLPattern] = [path("glossaire/", views.show_glossary, name="glossary")]
