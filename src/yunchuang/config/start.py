"""Django set up for a command, with the translations it was built with."""

from __future__ import annotations

from pathlib import Path


def django_up() -> None:
    """Make models, settings and words ready; to be called once, by a command that needs them."""
    import django
    from django.conf import settings

    from yunchuang.config import translations

    translations.compile_all(Path(settings.LOCALE_PATHS[0]))
    django.setup()
