"""The queue of writers in front of one database file: strictly first come, first served."""

from __future__ import annotations

import _thread
import os
import threading
import weakref
from collections import deque
from pathlib import Path


class FairLock:
    """A lock handed over in the order of asking; it belongs to a token, not to a thread.

    A connection may be closed by another thread than the one that began its transaction, so the owner
    is whatever object asked.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget owner and queue (in the child of a fork nobody holds anything)."""
        self._guard = threading.Lock()
        self._owner: object | None = None
        self._queue: deque[tuple[object, threading.Lock]] = deque()

    def acquire(self, owner: object, timeout: float) -> bool:
        """Wait for the turn of ``owner``, at most ``timeout`` seconds; say whether it came."""
        with self._guard:
            if self._owner is None:
                self._owner = owner
                return True
            turn = threading.Lock()
            turn.acquire()
            place = (owner, turn)
            self._queue.append(place)
        if turn.acquire(timeout=timeout):
            return True
        with self._guard:
            if self._owner is owner:  # the turn came between giving up and looking
                return True
            self._queue.remove(place)
        return False

    def release(self, owner: object) -> None:
        """Hand over to the next in the queue; do nothing if ``owner`` does not hold it."""
        with self._guard:
            if self._owner is not owner:
                return
            if self._queue:
                self._owner, turn = self._queue.popleft()
                turn.release()
            else:
                self._owner = None

    def waiting(self) -> int:
        """Return how many stand in the queue."""
        with self._guard:
            return len(self._queue)


class Gate:
    """One connection's way through the lock of its file (or no lock: a private database in memory)."""

    def __init__(self, lock: FairLock | None, timeout: float) -> None:
        self.lock = lock
        self.timeout = timeout
        self.held = False

    def enter(self) -> bool:
        """Take the lock, if this connection does not hold it; say whether it is held now."""
        if self.lock is not None and not self.held:
            self.held = self.lock.acquire(self, self.timeout)
            return self.held
        return True

    def leave(self) -> None:
        """Give the lock back, if held."""
        if self.held and self.lock is not None:
            self.held = False
            self.lock.release(self)


def give_back(gate: Gate) -> None:
    """Let a gate nobody uses any more leave; from a thread of its own, since the collector calls this.

    The collector may run in the middle of ``acquire`` or ``release``, on a thread that has the guard.
    """
    if gate.held:
        _thread.start_new_thread(gate.leave, ())


_locks: weakref.WeakValueDictionary[str, FairLock] = weakref.WeakValueDictionary()
_locks_guard = threading.Lock()


def lock_of(path: str) -> FairLock:
    """Return this process's lock for the file, however its path is written."""
    real = os.path.realpath(path)
    with _locks_guard:
        lock = _locks.get(real)
        if lock is None:
            lock = _locks[real] = FairLock()
        return lock


def file_of(name: str | Path) -> str | None:
    """Return the file behind a SQLite database name or ``file:`` address; None for one in memory."""
    text = str(name)
    if text == ":memory:" or "mode=memory" in text or not text:
        return None
    if text.startswith("file:"):
        text = text.removeprefix("file:").split("?")[0]
        text = text.removeprefix("//") if text.startswith("///") else text
        return None if text in {"", ":memory:"} else text
    return text


def _forget_after_fork() -> None:
    global _locks_guard
    _locks_guard = threading.Lock()
    for lock in list(_locks.values()):
        lock.reset()


os.register_at_fork(after_in_child=_forget_after_fork)
