from django.apps import AppConfig


class ReferentialsConfig(AppConfig):
    name = "marchepied.apps.referentials"
    label = "referentials"
