from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "yichuang.posts"
    label = "posts"

    def ready(self) -> None:
        from yichuang.kernel.journal.verify import recomputes
        from yichuang.organization.types import ONLY_FLEXIBLE_LEFT, WORK_IN_HAND
        from yichuang.posts import again, handlers, selectors  # noqa: F401  (handlers declares the sweeps)

        for name, first_difference in again.RETELLINGS.items():
            recomputes(name, first_difference)
        WORK_IN_HAND.provide(selectors.numbers_in_hand)
        ONLY_FLEXIBLE_LEFT.provide(selectors.only_flexible_left)
