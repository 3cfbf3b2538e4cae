from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "marchepied.apps.participation"
    label = "participation"
