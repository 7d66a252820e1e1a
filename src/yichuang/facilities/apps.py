from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "yichuang.facilities"
    label = "facilities"

    def ready(self) -> None:
        from yichuang.facilities import handlers  # noqa: F401  (declares itself)
