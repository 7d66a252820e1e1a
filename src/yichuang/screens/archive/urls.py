"""Addresses of the archive desk."""

from django.urls import path

from yichuang.screens.archive import destruction, files, views

app_name = "archive"
urlpatterns = [
    path("", views.page, name="page"),
    path("case/<uuid:case_id>/", views.filing, name="filing"),
    path("case/<uuid:case_id>/file/", views.file_it, name="file_it"),
    path("import/", views.import_register, name="import"),
    path("import/form.xlsx", views.form, name="form"),
    path("file/<uuid:file_id>/", files.page, name="file"),
    path("file/<uuid:file_id>/lend/", files.lend, name="lend"),
    path("loan/<uuid:loan_id>/back/", files.take_back, name="back"),
    path("file/<uuid:file_id>/hold/", files.hold, name="hold"),
    path("hold/<uuid:hold_id>/lift/", files.lift, name="lift"),
    path("lists/", destruction.draw_up, name="draw_up"),
    path("list/<uuid:list_id>/", destruction.page, name="list"),
    path("list/<uuid:list_id>/approve/", destruction.approve, name="approve"),
    path("list/<uuid:list_id>/withdraw/", destruction.withdraw, name="withdraw"),
    path("list/<uuid:list_id>/carry-out/", destruction.carry_out, name="carry_out"),
    path("list/<uuid:list_id>/certificate.pdf", destruction.certificate, name="certificate"),
]
