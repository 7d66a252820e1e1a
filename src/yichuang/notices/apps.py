from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "yichuang.notices"
    label = "notices"

    def ready(self) -> None:
        from yichuang.kernel.journal.verify import recomputes
        from yichuang.notices import again, handlers  # noqa: F401  (declare themselves)

        recomputes("notices.notice", again.first_difference)
