from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "yichuang.kernel.journal"
    label = "journal"

    def ready(self) -> None:
        post_migrate.connect(_after_migrate, sender=self)


def _after_migrate(using: str, **_: Any) -> None:
    from django.db import DEFAULT_DB_ALIAS

    from yichuang.kernel.journal import consumers, guard

    guard.install(using)
    if using == DEFAULT_DB_ALIAS:
        consumers.register()
