"""Addresses of relays: those of the space, then the page of whoever holds a right."""

from django.urls import URLPattern, path

from marchepied.web.listening.relays import page, rights

_RELAYS = "e/<slug:space>/ecouter/relais/"
_RELAY = _RELAYS + "<uuid:relay>/"

RELAYS: list[URLPattern] = [
    path(_RELAYS, rights.list_all, name="relays"),
    path(_RELAYS + "donner/", rights.give, name="relay-give"),
    path(_RELAY, rights.show, name="relay"),
    path(_RELAY + "retirer/", rights.revoke, name="relay-revoke"),
    path("relais/service.js", page.worker, name="relay-worker"),
    path("relais/<str:relay_code>/", page.write, name="relay-page"),
]
