from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "marchepied.apps.places"
    label = "places"
