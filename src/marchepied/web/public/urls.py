"""Addresses of public."""

from django.urls import path

from marchepied.web.public import sign_in, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("connexion/", sign_in.sign_in, name="sign-in"),
    path("connexion/code/", sign_in.sign_in_code, name="sign-in-code"),
    path("deconnexion/", sign_in.sign_out, name="sign-out"),
    path("mentions-legales/", views.legal, name="legal"),
    path("vos-donnees/", views.privacy, name="privacy"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("robots.txt", views.robots, name="robots"),
]
