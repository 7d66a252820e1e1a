from django.apps import AppConfig


class ScreensConfig(AppConfig):
    name = "yichuang.screens"
    label = "screens"
