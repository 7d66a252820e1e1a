from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "yichuang.cases"
    label = "cases"

    def ready(self) -> None:
        from yichuang.cases import again, handlers  # noqa: F401  (declare themselves)
        from yichuang.kernel.journal.verify import recomputes

        recomputes("cases.case", again.first_difference)
