"""A form of ours was sent: its verb is done, what a rule has against it is told, and the page comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yunchuang.domain import errors
from yunchuang.web.common.people import safe_next
from yunchuang.web.common.words import words_for


def done(request: HttpRequest, verb: Callable[[], object]) -> HttpResponse:
    """Do ``verb`` and lead back to where the form stood; a rule that it breaks is told there.

    Raises:
        NotFound: as the verb says it; there is no page to tell it on.
    """
    try:
        verb()
    except errors.NotFound:
        raise
    except errors.RuleBroken as broken:
        messages.warning(request, words_for(broken))
    return redirect(safe_next(request, "/"))


def each_file(request: HttpRequest, take: Callable[[BinaryIO, str, int], object]) -> None:
    """Give every file that was sent to ``take`` (content, name, bytes); one that is refused leaves the others alone.

    Raises:
        UploadEmpty: nothing was sent.
        NotFound, and to a script every rule that is broken: one file, one answer.
    """
    sent = request.FILES.getlist("file")
    if not sent:
        raise errors.UploadEmpty()
    for file in sent:
        try:
            take(cast(BinaryIO, file.file), file.name or "", file.size or 0)
        except errors.NotFound:
            raise
        except errors.RuleBroken as broken:
            if request.headers.get("X-Requested-With") == "fetch":
                raise
            said = _("“%(name)s”没有交上：%(why)s") % {"name": file.name, "why": words_for(broken)}
            messages.error(request, said)
