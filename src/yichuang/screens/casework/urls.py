"""Addresses of casework: the list, a new case, one case, and one address a verb."""

from django.urls import path

from yichuang.screens.casework import acts, views, window

app_name = "casework"
urlpatterns = [
    path("", views.listed, name="list"),
    path("new/", views.new, name="new"),
    path("new/submit/", window.submit, name="submit"),
    path("new/prefill/", views.prefill, name="prefill"),
    path("<uuid:case>/", views.page, name="case"),
    path("<uuid:case>/reveal/", views.reveal, name="reveal"),
    path("<uuid:case>/look/", window.look, name="look"),
    path("<uuid:case>/refuse/", window.refuse, name="refuse"),
    path("<uuid:case>/supplement/", window.supplement, name="supplement"),
    path("<uuid:case>/keep/", window.keep, name="keep"),
    path("<uuid:case>/withdraw/", window.withdraw, name="withdraw"),
    path("<uuid:case>/deliver/", window.deliver, name="deliver"),
    path("<uuid:case>/close/", window.close, name="close"),
    path("<uuid:case>/begin/", acts.begin, name="begin"),
    path("<uuid:case>/propose/", acts.propose, name="propose"),
    path("<uuid:case>/settle/", acts.settle, name="settle"),
    path("<uuid:case>/send-back/", acts.send_back, name="send-back"),
    path("<uuid:case>/decide/", acts.decide, name="decide"),
    path("<uuid:case>/opinion/", acts.opinion, name="opinion"),
    path("<uuid:case>/above/", acts.above, name="above"),
    path("<uuid:case>/pause/", acts.pause, name="pause"),
    path("<uuid:case>/ask-pause/", acts.ask_pause, name="ask-pause"),
    path("<uuid:case>/approve-pause/", acts.approve_pause, name="approve-pause"),
    path("<uuid:case>/decline-pause/", acts.decline_pause, name="decline-pause"),
    path("<uuid:case>/resume/", acts.resume, name="resume"),
    path("<uuid:case>/extend/", acts.extend, name="extend"),
    path("<uuid:case>/prepare/", acts.prepare, name="prepare"),
    path("<uuid:case>/notify/", acts.notify, name="notify"),
    path("<uuid:case>/explain/", acts.explain, name="explain"),
    path("<uuid:case>/allow/", acts.allow, name="allow"),
    path("<uuid:case>/correct/", acts.correct, name="correct"),
    path("<uuid:case>/correction/", acts.settle_correction, name="settle-correction"),
    path("<uuid:case>/again/", window.again, name="again"),
]
