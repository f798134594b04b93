"""Addresses that every door shares."""

from __future__ import annotations

from django.urls import path

from yunchuang.web.common import file_views, health, page_views, tus, views

app_name = "common"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("authority.crt", health.authority, name="authority"),
    path("type-size/", views.set_type_size, name="type-size"),
    path("language/", views.set_language, name="language"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("files/<int:material_id>/", file_views.material_file, name="material-file"),
    path("files/<int:material_id>/pages/", file_views.material_pages, name="material-pages"),
    path("files/<int:material_id>/pages/<int:number>.jpg", file_views.material_page, name="material-page"),
    path("files/<int:material_id>/move/", page_views.move, name="page-move"),
    path("files/<int:material_id>/turn/", page_views.turn, name="page-turn"),
    path("uploads/materials/<str:key>/<str:code>/", tus.for_material, name="upload-material"),
    path("uploads/calls/<int:call_id>/", tus.for_call, name="upload-in-call"),
    path("uploads/<str:key>/", tus.upload, name="upload"),
    path("uploads/<str:key>/cancel/", tus.cancel, name="upload-cancel"),
    path("chat-files/<int:line_id>/", file_views.chat_file, name="chat-file"),
    path("calls/<int:call_id>/chat/", views.chat, name="chat"),
    path("calls/<int:call_id>/chat-log/", views.chat_log, name="chat-log"),
    path("calls/<int:call_id>/file/", views.send_file, name="send-file"),
    path("calls/<int:call_id>/share/", views.share, name="share"),
    path("calls/<int:call_id>/hang-up/", views.hang_up, name="hang-up"),
]
