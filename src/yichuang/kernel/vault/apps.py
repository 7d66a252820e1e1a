from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "yichuang.kernel.vault"
    label = "vault"

    def ready(self) -> None:
        """Register the sweep that shreds."""
        from yichuang.kernel.vault import sweeps  # noqa: F401
