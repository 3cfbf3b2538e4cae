from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "marchepied.apps.organisations"
    label = "organisations"
