"""Addresses of the rosters."""

from django.urls import path

from yichuang.screens.rosters import compare, excel, need_views, pool_views, views

app_name = "rosters"
urlpatterns = [
    path("", views.page, name="page"),
    path("sheet/", views.sheet, name="sheet"),
    path("need/", need_views.page, name="need"),
    path("need/set/", need_views.say, name="need-set"),
    path("need/flexible/", need_views.make_flexible, name="flexible"),
    path("need/fixed/", need_views.make_fixed, name="fixed"),
    path("posts/", pool_views.page, name="posts"),
    path("posts/make/", pool_views.make, name="pool-make"),
    path("posts/<uuid:pool>/change/", pool_views.change, name="pool-change"),
    path("posts/<uuid:pool>/end/", pool_views.end, name="pool-end"),
    path("draft/", views.draft, name="draft"),
    path("<uuid:roster>/set/", views.set_cells, name="set"),
    path("<uuid:roster>/compare/", compare.page, name="compare"),
    path("<uuid:roster>/give/", views.give, name="give"),
    path("<uuid:roster>/excel/", excel.page, name="excel"),
    path("<uuid:roster>/workbook/", excel.book, name="book"),
    path("<uuid:roster>/take/", excel.take, name="take"),
    path("<uuid:roster>/run/", views.run, name="run"),
    path("<uuid:roster>/without-reserve/", views.allow_without, name="without"),
    path("<uuid:roster>/file/", views.hand_in, name="file"),
    path("<uuid:roster>/return/", views.give_back, name="return"),
    path("<uuid:roster>/publish/", views.publish, name="publish"),
    path("run/<uuid:roster_run>/", views.run_now, name="run-now"),
    path("run/<uuid:roster_run>/bend/", views.bend, name="bend"),
    path("bent/<uuid:bent>/withdraw/", views.unbend, name="unbend"),
    path("run/<uuid:roster_run>/stop/", views.stop, name="stop"),
]
