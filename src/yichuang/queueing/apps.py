from django.apps import AppConfig


class QueueingConfig(AppConfig):
    name = "yichuang.queueing"
    label = "queueing"

    def ready(self) -> None:
        from yichuang.kernel.journal.verify import recomputes
        from yichuang.organization.types import WINDOWS_SERVING_NOTHING
        from yichuang.posts.types import PARKED_TICKETS, SERVICE_UNDER_WAY
        from yichuang.queueing import again, handlers, lane, live, selectors  # noqa: F401  (declare themselves)

        WINDOWS_SERVING_NOTHING.provide(selectors.windows_serving_nothing)
        recomputes("queueing.ticket", again.first_difference)
        SERVICE_UNDER_WAY.provide(selectors.service_under_way)
        PARKED_TICKETS.provide(selectors.parked_tickets_of)
