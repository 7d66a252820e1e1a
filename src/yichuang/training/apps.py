from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "yichuang.training"
    label = "training"

    def ready(self) -> None:
        from yichuang.training import handlers  # noqa: F401  (declares the sweep)
