from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "yichuang.posts"
    label = "posts"

    def ready(self) -> None:
        from yichuang.posts import handlers, selectors  # noqa: F401  (handlers declares the sweeps)
        from yichuang.training.types import WORK_IN_HAND

        WORK_IN_HAND.provide(selectors.numbers_in_hand)
