from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "yichuang.organization"
    label = "organization"
