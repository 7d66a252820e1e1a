"""Addresses of the catalogue's pages."""

from django.urls import path

from yichuang.screens.items import acts, views

app_name = "items"
urlpatterns = [
    path("", views.page, name="page"),
    path("import/", views.importing, name="import"),
    path("import/take/", acts.take, name="take"),
    path("export/", views.export, name="export"),
    path("wording/", acts.explain, name="explain"),
    path("repeal/", acts.repeal, name="repeal"),
    path("<uuid:item>/", views.item, name="item"),
    path("<uuid:item>/review/", acts.review, name="review"),
    path("<uuid:item>/withdraw/", acts.withdraw, name="withdraw"),
]
