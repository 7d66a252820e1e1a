from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "yichuang.facilities"
    label = "facilities"

    def ready(self) -> None:
        from yichuang.facilities import handlers, worker  # noqa: F401  (declare themselves)
