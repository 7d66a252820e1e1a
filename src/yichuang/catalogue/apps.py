from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogueConfig(AppConfig):
    name = "yichuang.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from yichuang.catalogue.guard import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="catalogue.guard")
