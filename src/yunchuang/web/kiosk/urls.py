"""Addresses of the kiosk door."""

from __future__ import annotations

from django.urls import path, re_path

from yunchuang.web.kiosk import carried_views, correction_views, sign_in_views, views, visit_views

app_name = "kiosk"
urlpatterns = [
    path("", views.start, name="start"),
    path("wipe/", views.wipe, name="wipe"),
    path("put-away/", views.put_away, name="put-away"),
    path("hall/", views.hall, name="hall"),
    path("items/", views.items, name="items"),
    path("items/<str:code>/", views.guide, name="guide"),
    path("items/<str:code>/take/", visit_views.take, name="take"),
    path("sign-in/", sign_in_views.phone, name="sign-in"),
    path("sign-in/code/", sign_in_views.code, name="code"),
    path("helper/", sign_in_views.helper, name="helper"),
    path("helper/leave/", sign_in_views.helper_leaves, name="helper-leaves"),
    path("mine/", visit_views.mine, name="mine"),
    path("bell/", visit_views.bell, name="bell"),
    path("visits/<str:key>/", visit_views.visit, name="visit"),
    path("visits/<str:key>/slip/", visit_views.slip, name="slip"),
    path("visits/<str:key>/cancel/", visit_views.cancel, name="cancel"),
    path("visits/<str:key>/back/", visit_views.come_back, name="come-back"),
    path("visits/<str:key>/answer/", visit_views.answer, name="answer"),
    path("visits/<str:key>/room/", visit_views.room, name="room"),
    path("visits/<str:key>/materials/now/", visit_views.materials_now, name="materials-now"),
    path("visits/<str:key>/materials/<str:code>/add/", visit_views.add_material, name="add-material"),
    path("visits/<str:key>/carried/", carried_views.carried, name="carried"),
    path("visits/<str:key>/carried/choose/", carried_views.choose, name="choose"),
    path("visits/<str:key>/correction/", correction_views.correction, name="correction"),
    path("visits/<str:key>/correction/now/", correction_views.correction_now, name="correction-now"),
    path("visits/<str:key>/return/", correction_views.come_back, name="return"),
    path("visits/<str:key>/rate/", visit_views.rate, name="rate"),
    path("visits/<str:key>/receipt/", visit_views.receipt, name="receipt"),
    re_path(r"^.*$", views.nowhere, name="nowhere"),
]
