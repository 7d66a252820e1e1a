from django.apps import AppConfig


class ScreensConfig(AppConfig):
    name = "yichuang.screens"
    label = "screens"

    def ready(self) -> None:
        from yichuang.queueing.types import PHONE_PAGE
        from yichuang.screens.kit.phone import ticket_page

        PHONE_PAGE.provide(ticket_page)
