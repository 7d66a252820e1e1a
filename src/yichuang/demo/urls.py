"""The demo's own address."""

from django.urls import path

from yichuang.demo import views

app_name = "demo"
urlpatterns = [path("demo/kiosk/", views.make_kiosk, name="kiosk")]
