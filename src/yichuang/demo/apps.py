from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "yichuang.demo"
    label = "demo"

    def ready(self) -> None:
        """Let the hall live on the demo clock, and print the demo's logins where it is served."""
        from yichuang.demo import announce, live
        from yichuang.kernel import serve

        live.register()
        serve.announcers.append(announce.logins)
