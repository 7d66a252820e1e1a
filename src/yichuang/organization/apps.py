from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "yichuang.organization"
    label = "organization"

    def ready(self) -> None:
        from yichuang.organization import handlers  # noqa: F401  (declares the sweep)
