from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "marchepied.apps.meetings"
    label = "meetings"
