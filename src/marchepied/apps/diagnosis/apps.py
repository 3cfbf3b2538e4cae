from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    name = "marchepied.apps.diagnosis"
    label = "diagnosis"
