from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "yichuang.kernel.journal"
    label = "journal"

    def ready(self) -> None:
        post_migrate.connect(_after_migrate, sender=self)


def _after_migrate(using: str, **_: Any) -> None:
    from django.db import DEFAULT_DB_ALIAS, connections

    from yichuang.kernel.journal import consumers, guard

    guard.install(using)
    # ``migrate <another room>`` may run before the journal's own tables are there
    if using == DEFAULT_DB_ALIAS and "journal_cursor" in connections[using].introspection.table_names():
        consumers.register()
