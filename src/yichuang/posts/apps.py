from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "yichuang.posts"
    label = "posts"
