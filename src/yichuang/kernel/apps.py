from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "yichuang.kernel"
    label = "kernel"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        from yichuang.kernel import sweeps  # noqa: F401 - registers

        autodiscover_modules("events")  # whoever reads the journal knows what every room may have written
