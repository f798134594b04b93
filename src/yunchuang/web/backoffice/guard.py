"""Who comes in by the back office's door; what he may do is asked below, on the row."""

from __future__ import annotations

from yunchuang.web.common.people import door

staff = door("staff", "counter:sign-in")
