from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "marchepied.apps.plans"
    label = "plans"
