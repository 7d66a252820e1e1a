from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "yichuang.posts"
    label = "posts"

    def ready(self) -> None:
        from yichuang.posts import handlers  # noqa: F401  (declares the sweep)
