from django.apps import AppConfig


class RestitutionConfig(AppConfig):
    name = "marchepied.apps.restitution"
    label = "restitution"
