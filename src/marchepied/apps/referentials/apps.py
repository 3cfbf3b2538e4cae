from importlib import import_module

from django.apps import AppConfig


class ReferentialsConfig(AppConfig):
    name = "marchepied.apps.referentials"
    label = "referentials"

    def ready(self) -> None:
        import_module("marchepied.apps.referentials.receivers")
