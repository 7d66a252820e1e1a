"""Addresses of selection and certificates."""

from django.urls import path

from yichuang.screens.selection import certificate_views, views

app_name = "selection"
urlpatterns = [
    path("", views.page, name="page"),
    path("nominate/", views.nominate, name="nominate"),
    path("certificates/", certificate_views.page, name="certificates"),
    path("certificates/issue/", certificate_views.issue, name="issue"),
    path("certificates/<uuid:certificate>/revoke/", certificate_views.revoke, name="revoke"),
    path("people/<uuid:person>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:nomination>/", views.sheet, name="sheet"),
    path("<uuid:nomination>/take-up/", views.take_up, name="take-up"),
    path("<uuid:nomination>/point/", views.point, name="point"),
    path("<uuid:nomination>/relax/", views.relax, name="relax"),
    path("<uuid:nomination>/pass/", views.let_pass, name="pass"),
    path("<uuid:nomination>/return/", views.send_back, name="return"),
    path("<uuid:nomination>/post/", views.post, name="post"),
    path("<uuid:nomination>/take-back/", views.take_back, name="take-back"),
    path("<uuid:nomination>/health/", views.health, name="health"),
    path("<uuid:nomination>/name/", views.name, name="name"),
]
