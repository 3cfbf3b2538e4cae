from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "marchepied.core"
    label = "core"
