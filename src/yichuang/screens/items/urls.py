"""Addresses of the catalogue's pages."""

from django.urls import path

from yichuang.screens.items import acts, move_acts, views

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
    path("<uuid:item>/move/", move_acts.move, name="move"),
    path("<uuid:item>/move/decide/", move_acts.decide, name="move_decide"),
    path("<uuid:item>/move/reason/", move_acts.reason, name="move_reason"),
]
