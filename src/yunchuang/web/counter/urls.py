"""Addresses of the counter door: clerks at their windows."""

from __future__ import annotations

from django.urls import path

from yunchuang.web.counter import case_views, consult_views, correction_views, desk_views, form_views, look_views, views

app_name = "counter"
urlpatterns = [
    path("", views.windows, name="windows"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("corrections/", correction_views.asked, name="asked"),
    path("consult/", consult_views.consultations, name="consultations"),
    path("consult/now/", consult_views.consultations_now, name="consultations-now"),
    path("consult/duty/", consult_views.duty, name="duty"),
    path("consult/<str:key>/", consult_views.consultation, name="consultation"),
    path("consult/<str:key>/lines/", consult_views.lines, name="consultation-lines"),
    path("consult/<str:key>/say/", consult_views.say, name="consultation-say"),
    path("consult/<str:key>/hand-over/", consult_views.hand_over, name="consultation-hand-over"),
    path("consult/<str:key>/close/", consult_views.close, name="consultation-close"),
    path("papers/<str:code>.pdf", case_views.paper, name="paper"),
    path("windows/<int:window_id>/", views.desk, name="desk"),
    path("windows/<int:window_id>/all/", views.desk_all, name="all"),
    path("windows/<int:window_id>/line/", views.line, name="line"),
    path("windows/<int:window_id>/person/", views.person, name="person"),
    path("windows/<int:window_id>/paper/", views.paper, name="paper-column"),
    path("windows/<int:window_id>/look/", look_views.look, name="look"),
    path("windows/<int:window_id>/open/", desk_views.open_window, name="open"),
    path("windows/<int:window_id>/away/", desk_views.away, name="away"),
    path("windows/<int:window_id>/close/", desk_views.close, name="close"),
    path("windows/<int:window_id>/call-next/", desk_views.call_next, name="call-next"),
    path("windows/<int:window_id>/recall/", desk_views.recall, name="recall"),
    path("windows/<int:window_id>/miss/", desk_views.miss, name="miss"),
    path("windows/<int:window_id>/park/", desk_views.park, name="park"),
    path("windows/<int:window_id>/unpark/<int:ticket_id>/", desk_views.unpark, name="unpark"),
    path("windows/<int:window_id>/hang-up/", desk_views.hang_up, name="hang-up"),
    path("windows/<int:window_id>/finish/", desk_views.finish, name="finish"),
    path("windows/<int:window_id>/<str:visit_key>/form/", form_views.form, name="form"),
    path("windows/<int:window_id>/<str:visit_key>/form/field/", form_views.field, name="form-field"),
    path("windows/<int:window_id>/<str:visit_key>/form/ask/", form_views.ask, name="form-ask"),
    path("windows/<int:window_id>/<str:visit_key>/mark/", case_views.mark, name="mark"),
    path("windows/<int:window_id>/<str:visit_key>/unmark/", case_views.unmark, name="unmark"),
    path("windows/<int:window_id>/<str:visit_key>/ask-correction/", case_views.ask_correction, name="ask-correction"),
    path("windows/<int:window_id>/<str:visit_key>/return/", case_views.return_materials, name="return"),
    path("windows/<int:window_id>/<str:visit_key>/accept/", case_views.accept, name="accept"),
    path("windows/<int:window_id>/<str:visit_key>/decline/", case_views.decline, name="decline"),
    path("windows/<int:window_id>/<str:visit_key>/materials/check/", look_views.check, name="check"),
    path("windows/<int:window_id>/<str:visit_key>/materials/uncheck/", look_views.uncheck, name="uncheck"),
    path("windows/<int:window_id>/<str:visit_key>/materials/overrule/", look_views.overrule, name="overrule"),
    path("windows/<int:window_id>/<str:visit_key>/materials/let-stand/", look_views.let_stand, name="let-stand"),
]
