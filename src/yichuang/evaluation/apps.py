from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "yichuang.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from yichuang.evaluation import handlers, live  # noqa: F401  (declare themselves)
