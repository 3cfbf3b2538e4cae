from importlib import import_module

from django.apps import AppConfig


class DeliberationConfig(AppConfig):
    name = "marchepied.apps.deliberation"
    label = "deliberation"

    def ready(self) -> None:
        import_module("marchepied.apps.deliberation.receivers")
