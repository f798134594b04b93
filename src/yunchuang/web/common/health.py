"""For whoever watches the service: is the database there, was the worker seen lately?"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yunchuang.apps.journal import queries
from yunchuang.web.common.people import open_to_all

WORKER_SILENT_AFTER = timedelta(seconds=30)  # it beats every 5 s; house rule


@open_to_all
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well; 503 when the database is away (by ``outage``) or the worker is silent."""
    seen_at = queries.last_beat("worker")
    fresh = seen_at is not None and now() - seen_at < WORKER_SILENT_AFTER
    facts = {"database": "ok", "worker": "ok" if fresh else "silent", "worker_seen_at": seen_at}
    return JsonResponse(facts, status=200 if fresh else 503)


@open_to_all
@require_safe
def authority(request: HttpRequest) -> HttpResponseBase:
    """The demo's own certificate authority, for a phone to install; there only when the demo serves HTTPS."""
    if not settings.AUTHORITY_CERTIFICATE:
        raise Http404
    file = Path(settings.AUTHORITY_CERTIFICATE).open("rb")  # noqa: SIM115 - FileResponse closes it
    return FileResponse(
        file, as_attachment=True, filename="yunchuang-authority.crt", content_type="application/x-x509-ca-cert"
    )
