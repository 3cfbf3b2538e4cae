from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "marchepied.apps.evidence"
    label = "evidence"
