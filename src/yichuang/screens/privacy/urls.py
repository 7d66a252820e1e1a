"""Addresses of the yearly undertaking, of lists of cases, and of what supervision watches over."""

from django.urls import path

from yichuang.screens.privacy import declaration, exports, views, watch

app_name = "privacy"
urlpatterns = [
    path("undertaking/", views.page, name="undertaking"),
    path("undertaking/sign/", views.sign, name="sign"),
    path("declaration/", declaration.page, name="declaration"),
    path("declaration/sign/", declaration.sign, name="declare"),
    path("office/exports/", exports.page, name="exports"),
    path("office/exports/take/", exports.take_few, name="take_few"),
    path("office/exports/ask/", exports.ask, name="ask_export"),
    path("office/exports/<uuid:export_id>/read/", exports.read, name="read_export"),
    path("office/exports/<uuid:export_id>/approve/", exports.approve, name="approve_export"),
    path("office/exports/<uuid:export_id>/take/", exports.take, name="take_export"),
    path("office/secrecy/", watch.page, name="watch"),
    path("office/secrecy/<uuid:burst_id>/settle/", watch.settle, name="settle"),
]
