from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "yichuang.kernel.vault"
    label = "vault"
