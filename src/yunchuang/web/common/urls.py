"""Addresses that every door shares."""

from __future__ import annotations

from django.urls import path

from yunchuang.web.common import file_views, health, page_views, phone_codes, show_views, tus, views

app_name = "common"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("authority.crt", health.authority, name="authority"),
    path("type-size/", views.set_type_size, name="type-size"),
    path("language/", views.set_language, name="language"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("files/<int:material_id>/", file_views.material_file, name="material-file"),
    path("files/bound/<str:key>/<str:code>.pdf", file_views.material_bound, name="material-bound"),
    path("files/<int:material_id>/pages/", file_views.material_pages, name="material-pages"),
    path("files/<int:material_id>/pages/<int:number>.jpg", file_views.material_page, name="material-page"),
    path("files/<int:material_id>/move/", page_views.move, name="page-move"),
    path("files/<int:material_id>/turn/", page_views.turn, name="page-turn"),
    path("visits/<str:key>/materials/<str:code>/phone/", phone_codes.open_code, name="phone-open"),
    path("visits/<str:key>/materials/<str:code>/phone/close/", phone_codes.close_code, name="phone-close"),
    path("uploads/materials/<str:key>/<str:code>/", tus.for_material, name="upload-material"),
    path("uploads/calls/<int:call_id>/", tus.for_call, name="upload-in-call"),
    path("uploads/by-phone/<str:token>/", tus.for_phone, name="upload-by-phone"),
    path("uploads/by-phone/<str:token>/<str:key>/", tus.of_phone, name="upload-of-phone"),
    path("uploads/<str:key>/", tus.upload, name="upload"),
    path("uploads/<str:key>/cancel/", tus.cancel, name="upload-cancel"),
    path("chat-files/<int:line_id>/", file_views.chat_file, name="chat-file"),
    path("calls/<int:call_id>/chat/", views.chat, name="chat"),
    path("calls/<int:call_id>/chat-log/", views.chat_log, name="chat-log"),
    path("calls/<int:call_id>/file/", views.send_file, name="send-file"),
    path("calls/<int:call_id>/share/", views.share, name="share"),
    path("calls/<int:call_id>/show/", show_views.ask, name="show-ask"),
    path("calls/<int:call_id>/show/answer/", show_views.answer, name="show-answer"),
    path("calls/<int:call_id>/hang-up/", views.hang_up, name="hang-up"),
]
