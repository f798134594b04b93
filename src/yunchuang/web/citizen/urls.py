"""Addresses of the citizen's door."""

from __future__ import annotations

from django.urls import path

from yunchuang.web.citizen.views import certificates, entrance, filing, hall, items, papers, ratings, room, visits

app_name = "citizen"
urlpatterns = [
    path("", hall.home, name="home"),
    path("home/state/", hall.home_state, name="home-state"),
    path("hall/", hall.hall, name="hall"),
    path("hall/state/", hall.hall_state, name="hall-state"),
    path("items/", items.items, name="items"),
    path("items/<str:code>/", items.guide, name="guide"),
    path("items/<str:code>/lines/", items.guide_lines, name="guide-lines"),
    path("items/<str:code>/start/", items.start, name="start"),
    path("items/<str:code>/file/", items.start_filing, name="file"),
    path("sign-in/", entrance.sign_in, name="sign-in"),
    path("sign-in/code/", entrance.sign_in_code, name="sign-in-code"),
    path("sign-in/name/", entrance.name, name="name"),
    path("inbox/", entrance.inbox, name="inbox"),
    path("bell/", visits.bell, name="bell"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<str:key>/", visits.visit, name="visit"),
    path("visits/<str:key>/slip/", visits.slip, name="slip"),
    path("visits/<str:key>/number/", visits.take, name="take"),
    path("visits/<str:key>/cancel/", visits.cancel, name="cancel"),
    path("visits/<str:key>/back/", visits.come_back, name="come-back"),
    path("visits/<str:key>/rate/", visits.rate, name="rate"),
    path("visits/<str:key>/answer/", room.answer, name="answer"),
    path("visits/<str:key>/room/", room.room, name="room"),
    path("visits/<str:key>/side/", room.side, name="side"),
    path("visits/<str:key>/form/", filing.form, name="form"),
    path("visits/<str:key>/form/field/", filing.field, name="form-field"),
    path("visits/<str:key>/form/confirm/", filing.confirm, name="form-confirm"),
    path("visits/<str:key>/materials/", filing.materials, name="materials"),
    path("visits/<str:key>/materials/now/", filing.materials_now, name="materials-now"),
    path("visits/<str:key>/materials/<str:code>/add/", filing.material_add, name="material-add"),
    path("visits/<str:key>/submit/", filing.submit, name="submit"),
    path("visits/<str:key>/withdraw/", filing.withdraw, name="withdraw"),
    path("materials/<int:material_id>/remove/", filing.material_remove, name="material-remove"),
    path("rate/<str:token>/", ratings.by_link, name="rate-link"),
    path("ratings/", ratings.figures, name="ratings"),
    path("certificates/", certificates.mine, name="certificates"),
    path("certificates/<str:code>/", certificates.one, name="certificate"),
    path("messages/", certificates.messages, name="messages"),
    path("verify/", papers.verify, name="verify"),
    path("verify/file/", papers.verify_file, name="verify-file"),
    path("verify/<str:code>/", papers.verify_code, name="verify-code"),
    path("papers/<str:code>.pdf", papers.paper, name="paper"),
]
