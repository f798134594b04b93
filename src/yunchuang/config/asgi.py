"""The ASGI application: pages by Django, sockets by ``realtime``, both of one origin and one session."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchuang.config.settings")
django.setup(set_prefix=False)  # first: it loads the apps that the imports below need

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402

from yunchuang.realtime.routing import websocket_urlpatterns  # noqa: E402
from yunchuang.web.common.page_handler import PageHandler  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": PageHandler(),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns))),
    }
)
