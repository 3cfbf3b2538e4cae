from importlib import import_module

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "marchepied.apps.plans"
    label = "plans"

    def ready(self) -> None:
        import_module("marchepied.apps.plans.receivers")
