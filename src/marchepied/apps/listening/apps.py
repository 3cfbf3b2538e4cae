from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "marchepied.apps.listening"
    label = "listening"
