from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "yichuang.kernel.access"
    label = "access"
