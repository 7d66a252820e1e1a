"""Where the health doors are.  A serving process answers ``/healthz`` even before Django is asked."""

from django.urls import path

from yichuang.kernel import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
