from django.apps import AppConfig


class WebConfig(AppConfig):
    """Template tags and static behaviour; no tables."""

    name = "marchepied.web"
    label = "web"
