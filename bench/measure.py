"""Let so many hands work at once, and count: acts per second, and how long each one took."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Act = Callable[[int], None]
MakeHand = Callable[[int], tuple[Act, Callable[[], None]]]
WARM = 12


@dataclass
class Row:
    """One measured row; ``latencies`` in seconds, ``cpu`` the process's own seconds."""

    seconds: float = 0.0
    cpu: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def rank(self, share: float) -> float:
        """Return the latency in milliseconds that ``share`` of the acts do not exceed."""
        if not self.latencies:
            return 0.0
        ranked = sorted(self.latencies)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))] * 1000


class Hands:
    """Threads with a connection each, that wait for the word to work; they stay for a whole row."""

    def __init__(self, clients: int, make: MakeHand) -> None:
        self.clients = clients
        self.make = make
        self.failed: list[BaseException] = []

    def for_seconds(self, seconds: float, warm: int = WARM) -> Row:
        """Let every hand act again and again until the time is over."""
        row, gate = Row(), threading.Barrier(self.clients + 1)
        end = [0.0]

        def work(number: int) -> None:
            act, close = self.make(number)
            try:
                for n in range(warm):
                    act(n)
                gate.wait()
                gate.wait()
                n, mine = warm, []
                while (began := time.perf_counter()) < end[0]:
                    act(n)
                    n += 1
                    mine.append(time.perf_counter() - began)
                row.latencies.extend(mine)
            finally:
                close()

        threads = self._start(work, gate)
        self._meet(gate)
        cpu, began = time.process_time(), time.perf_counter()
        end[0] = began + seconds
        self._meet(gate)
        self._join(threads)
        row.seconds, row.cpu = time.perf_counter() - began, time.process_time() - cpu
        return row

    def in_bursts(self, seconds: float, size: int, again: Callable[[], None]) -> Row:
        """Let the hands share ``size`` acts, set back by ``again`` outside the measured time, and repeat."""
        row, gate = Row(), threading.Barrier(self.clients + 1)
        over = threading.Event()
        next_act: list[int] = []
        guard = threading.Lock()

        def work(number: int) -> None:
            act, close = self.make(number)
            try:
                while True:
                    gate.wait()
                    if over.is_set():
                        return
                    mine = []
                    while True:
                        with guard:
                            n = next_act.pop() if next_act else None
                        if n is None:
                            break
                        began = time.perf_counter()
                        act(n)
                        mine.append(time.perf_counter() - began)
                    with guard:
                        latencies.extend(mine)
                    gate.wait()
            finally:
                close()

        threads = self._start(work, gate)
        warm = True
        while row.seconds < seconds:
            again()
            latencies: list[float] = []
            next_act.extend(range(size))
            cpu, began = time.process_time(), time.perf_counter()
            self._meet(gate)
            self._meet(gate)
            if not warm:
                row.seconds += time.perf_counter() - began
                row.cpu += time.process_time() - cpu
                row.latencies.extend(latencies)
            warm = False
        over.set()
        self._meet(gate)
        self._join(threads)
        return row

    def _start(self, work: Callable[[int], None], gate: threading.Barrier) -> list[threading.Thread]:
        def run(number: int) -> None:
            try:
                work(number)
            except threading.BrokenBarrierError:
                pass
            except BaseException as error:
                self.failed.append(error)
                gate.abort()

        threads = [threading.Thread(target=run, args=(n,), daemon=True) for n in range(self.clients)]
        for one in threads:
            one.start()
        return threads

    def _meet(self, gate: threading.Barrier) -> None:
        try:
            gate.wait(120)
        except threading.BrokenBarrierError:
            raise (self.failed or [RuntimeError("a hand did not come")])[0] from None

    def _join(self, threads: list[threading.Thread]) -> None:
        for one in threads:
            one.join()
        if self.failed:
            raise self.failed[0]
