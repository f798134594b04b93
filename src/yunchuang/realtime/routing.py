"""Addresses of sockets: one for every screen."""

from __future__ import annotations

from django.urls import path

from yunchuang.realtime.consumers import ScreenConsumer

websocket_urlpatterns = [path("ws/", ScreenConsumer.as_asgi())]
