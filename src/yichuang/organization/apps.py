from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "yichuang.organization"
    label = "organization"

    def ready(self) -> None:
        from yichuang.organization import handlers, selectors  # noqa: F401  (declares the sweep)
        from yichuang.regulations.types import TIMEZONE_OF

        TIMEZONE_OF.provide(selectors.timezone_of)
