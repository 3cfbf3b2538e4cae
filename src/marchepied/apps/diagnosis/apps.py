from importlib import import_module

from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    name = "marchepied.apps.diagnosis"
    label = "diagnosis"

    def ready(self) -> None:
        import_module("marchepied.apps.diagnosis.receivers")
