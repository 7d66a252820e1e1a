from django.apps import AppConfig


class ScreensConfig(AppConfig):
    name = "yichuang.screens"
    label = "screens"

    def ready(self) -> None:
        from yichuang.notices.types import NOTICE_PAGE
        from yichuang.queueing.types import PHONE_PAGE, REFERENCE_KNOWN
        from yichuang.screens.casework.known import reference_known
        from yichuang.screens.kit.phone import notice_page, ticket_page

        PHONE_PAGE.provide(ticket_page)
        NOTICE_PAGE.provide(notice_page)
        REFERENCE_KNOWN.provide(reference_known)
