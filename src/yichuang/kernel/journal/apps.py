from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "yichuang.kernel.journal"
    label = "journal"
