"""A session must not be green while a proof slept.

A control counts as proven because a test says so in the source; this plugin looks whether that test really
ran.  When the whole suite is asked for and a promised proof did not pass, the session fails; where every
test of it was skipped for want of a tool of the machine (PostgreSQL, Chromium), one line says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pytest

from yichuang.kernel.claims import Proof, proofs_of

PROPERTY = "proves"
TOOLS = ("PostgreSQL", "Chromium")


class Sleepers:
    """Listens to reports and remembers, per promise, how its tests ended."""

    def __init__(self) -> None:
        self.passed: set[Proof] = set()
        self.slept: dict[Proof, list[str]] = defaultdict(list)
        self.partial = False

    def hear(self, report: pytest.TestReport) -> None:
        """Take in one report of one phase of one test."""
        promised = [Proof(*value) for name, value in report.user_properties if name == PROPERTY]
        for proof in promised:
            if report.outcome == "skipped":
                self.slept[proof].append(_reason(report))
            elif report.when == "call" and report.outcome == "passed":
                self.passed.add(proof)

    def unproven(self) -> dict[Proof, list[str]]:
        """Return the promises no test of this session kept, with the reasons its tests slept for."""
        return {proof: reasons for proof, reasons in sorted(self.slept.items()) if proof not in self.passed}

    def inexcusable(self) -> dict[Proof, list[str]]:
        """Return those of them that slept for something else than a missing tool."""
        return {
            proof: reasons for proof, reasons in self.unproven().items() if not _for_want_of_a_tool(reasons)
        }


def _reason(report: pytest.TestReport) -> str:
    if hasattr(report, "wasxfail"):
        return f"xfail: {report.wasxfail}"
    return str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr)


def _for_want_of_a_tool(reasons: Iterable[str]) -> bool:
    return all(any(tool in reason for tool in TOOLS) for reason in reasons)


_sleepers = Sleepers()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Write on each proving test what it proves, so that its report carries it (also between processes)."""
    for item in items:
        for proof in proofs_of(getattr(item, "function", item)):
            item.user_properties.append((PROPERTY, (proof.control, proof.refuses)))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _sleepers.hear(report)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    if exitstatus == pytest.ExitCode.OK and _whole(session.config) and _sleepers.inexcusable():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not _whole(config):
        return
    for proof, reasons in _sleepers.unproven().items():
        side = "refuses" if proof.refuses else "keeps"
        terminalreporter.write_line(
            f"not proven in this run: {proof.control} ({side}): {'; '.join(set(reasons))}"
        )


def _whole(config: pytest.Config) -> bool:
    """Say whether nothing was picked out of the suite: by word, by mark or by file."""
    picked = any(config.getoption(word, False) for word in ("keyword", "markexpr", "lf", "deselect"))
    return not picked and config.args_source is not pytest.Config.ArgsSource.ARGS
