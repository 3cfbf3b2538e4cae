from importlib import import_module

from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "marchepied.apps.networks"
    label = "networks"

    def ready(self) -> None:
        import_module("marchepied.apps.networks.receivers")
