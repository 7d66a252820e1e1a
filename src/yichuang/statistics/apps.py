from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "yichuang.statistics"
    label = "statistics"

    def ready(self) -> None:
        from yichuang.statistics import handlers  # noqa: F401  (declares the projection and the sweep)
