from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegulationsConfig(AppConfig):
    name = "yichuang.regulations"
    label = "regulations"
    verbose_name = _("Regulations")

    def ready(self) -> None:
        from yichuang.kernel import problem
        from yichuang.regulations import events, selectors  # noqa: F401 - events are known from the start

        problem.provide_clauses(selectors.clauses_of_rule)
