from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "yichuang.kernel"
    label = "kernel"

    def ready(self) -> None:
        from yichuang.kernel import sweeps  # noqa: F401 - registers
