from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "yichuang.regulations"
    label = "regulations"
