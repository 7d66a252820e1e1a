"""Addresses of the pages on which a case brings others in."""

from django.urls import path

from yichuang.screens.together import acts, hard, others, views

app_name = "together"
urlpatterns = [
    path("", views.alerts, name="alerts"),
    path("now/", views.alerts_now, name="alerts-now"),
    path("opinions/", views.opinions, name="opinions"),
    path("questions/", views.questions, name="questions"),
    path("referrals/", views.referrals, name="referrals"),
    path("still/", views.still, name="still"),
    path("still/now/", views.still_now, name="still-now"),
    path("hard/", hard.page, name="hard"),
    path("hard/note/", hard.note, name="hard-note"),
    path("hard/<uuid:hard>/offer/", hard.offer, name="hard-offer"),
    path("hard/<uuid:hard>/answer/", hard.answer, name="hard-answer"),
    path("hard/<uuid:hard>/client/", hard.client, name="hard-client"),
    path("seat/<uuid:seat>/", views.seat, name="seat"),
    path("question/<uuid:query>/", views.question, name="question"),
    path("case/<uuid:case>/", views.case_page, name="case"),
    path("case/<uuid:case>/read/", others.read, name="read"),
    path("alert/<uuid:alert>/seen/", others.acknowledge, name="acknowledge"),
    path("case/<uuid:case>/open/", acts.open_joint, name="open"),
    path("case/<uuid:case>/opinion/", acts.opinion, name="opinion"),
    path("case/<uuid:case>/datum/", acts.datum, name="datum"),
    path("case/<uuid:case>/choose/", acts.choose, name="choose"),
    path("case/<uuid:case>/find/", acts.find, name="find"),
    path("case/<uuid:case>/demand/", acts.demand, name="demand"),
    path("case/<uuid:case>/ask/", acts.ask, name="ask"),
    path("question/<uuid:query>/answer/", acts.answer, name="answer"),
    path("question/<uuid:query>/inform/", acts.inform, name="inform"),
    path("question/<uuid:query>/close/", acts.close, name="close"),
    path("case/<uuid:case>/urge/", others.urge, name="urge"),
    path("case/<uuid:case>/refer/", others.refer, name="refer"),
    path("case/<uuid:case>/assign/", others.assign, name="assign"),
    path("referral/<uuid:referral>/confirm/", others.confirm, name="confirm"),
    path("referral/<uuid:referral>/return/", others.send_back, name="return"),
    path("case/<uuid:case>/express/", others.express, name="express"),
    path("case/<uuid:case>/announce/", others.announce, name="announce"),
    path("case/<uuid:case>/enforce/", others.enforce, name="enforce"),
    path("case/<uuid:case>/unreached/", others.unreached, name="unreached"),
    path("case/<uuid:case>/reached/", others.reached, name="reached"),
    path("case/<uuid:case>/remind/", others.remind, name="remind"),
]
