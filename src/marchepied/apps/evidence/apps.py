from importlib import import_module

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "marchepied.apps.evidence"
    label = "evidence"

    def ready(self) -> None:
        import_module("marchepied.apps.evidence.receivers")
