from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "yichuang.kernel.access"
    label = "access"

    def ready(self) -> None:
        """Register the sweep, and say to the live streams whether a grant's holder still stands."""
        from yichuang.kernel import live
        from yichuang.kernel.access import selectors, sweeps  # noqa: F401

        live.provide_holders(selectors.stands)
