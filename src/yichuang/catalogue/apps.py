from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "yichuang.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from yichuang.kernel.journal import guard

        # a wording that was in force is never changed: the journal's guard holds these tables too
        guard.protect("catalogue_item_version", ("id",), ("hall_id", "item_id", "number"))
        guard.protect("catalogue_material", ("id",), ("hall_id", "version_id", "position"))
        guard.protect("catalogue_step", ("id",), ("hall_id", "version_id", "position"))
        guard.protect("catalogue_tariff_line", ("id",), ("hall_id", "version_id", "code"))
