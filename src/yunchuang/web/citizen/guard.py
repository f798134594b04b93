"""Who may come through the citizen's door."""

from __future__ import annotations

from yunchuang.web.common.people import door

citizen = door("citizen", "citizen:sign-in")
