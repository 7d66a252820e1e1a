"""The open hall of the queue's tests: what is counted here was done there."""

from __future__ import annotations

from tests.queueing.conftest import hall
from tests.support.references import any_reference

__all__ = ["any_reference", "hall"]
