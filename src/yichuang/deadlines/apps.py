from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "yichuang.deadlines"
    label = "deadlines"

    def ready(self) -> None:
        from yichuang.deadlines import again, handlers  # noqa: F401  (declare themselves)
        from yichuang.kernel.journal import guard
        from yichuang.kernel.journal.verify import recomputes

        recomputes("deadlines.clock", again.first_difference)

        # what a date is derived from is never changed: the journal's guard holds the ledger too
        guard.protect("deadlines_clock_entry", ("id",), ("hall_id", "clock_id", "position"))
        guard.protect("deadlines_calendar_version", ("version",))
