"""Addresses of the directory of labels."""

from django.urls import URLPattern, path

from marchepied.web.labels import views

LABELS = "e/<slug:space>/labels/"

app_name = "labels"
urlpatterns: list[URLPattern] = [
    path("labels/", views.list_labels, name="labels"),
    path("labels/<slug:label>/", views.show_label, name="label"),
    path(LABELS, views.list_for_space, name="space-labels"),
    path(f"{LABELS}<slug:label>/", views.show_for_space, name="space-label"),
    path(f"{LABELS}<slug:label>/dire/", views.tell, name="tell"),
    path(f"{LABELS}<slug:label>/retirer/", views.withdraw, name="withdraw"),
]
