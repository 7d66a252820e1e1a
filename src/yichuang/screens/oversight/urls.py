"""Addresses of oversight."""

from django.urls import path

from yichuang.screens.oversight import journal, rulebook, values

app_name = "oversight"
urlpatterns = [
    path("rules/", rulebook.overview, name="rules"),
    path("rules/principles/", rulebook.principles, name="principles"),
    path("rules/sources/", rulebook.sources, name="sources"),
    path("rules/values/", values.overview, name="values"),
    path("rules/values/<str:key>/", values.one, name="value"),
    path("rules/values/<str:key>/set/", values.lay, name="lay-value"),
    path("rules/values/<str:key>/end/", values.end, name="end-value"),
    path("rules/<str:code>/", rulebook.mechanism, name="mechanism"),
    path("journal/", journal.page, name="journal"),
    path("journal/verify/", journal.verify, name="verify"),
    path("journal/verify/now/", journal.verifying, name="verifying"),
    path("journal/<int:seq>/", journal.entry, name="entry"),
]
