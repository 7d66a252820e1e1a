"""Let somebody undertake to keep secrets, as everybody does once a year before they see personal data."""

from __future__ import annotations

from datetime import datetime

from yichuang.kernel.types import Actor
from yichuang.kernel.vault import services
from yichuang.kernel.vault.types import UndertakingCard
from yichuang.kernel.vault.undertaking import year_of


def vow(by: Actor, at: datetime) -> UndertakingCard:
    """Sign for the year of ``at`` in Shanghai."""
    year, until = year_of(at, "Asia/Shanghai")
    return services.sign_undertaking(year=year, until=until, by=by, at=at)
