"""At start-up: the ports get their makers."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "yunchuang.config"
    label = "config"

    def ready(self) -> None:
        from yunchuang.config import wiring

        wiring.wire()
