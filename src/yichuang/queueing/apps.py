from django.apps import AppConfig


class QueueingConfig(AppConfig):
    name = "yichuang.queueing"
    label = "queueing"
