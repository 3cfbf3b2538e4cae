"""Addresses of referentials."""

from django.urls import URLPattern

app_name = "referentials"
urlpatterns: list[URLPattern] = []
