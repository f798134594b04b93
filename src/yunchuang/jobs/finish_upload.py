"""Hands in a file that arrived in pieces, when the web process that should have done it died."""

from __future__ import annotations

from django.utils.timezone import now
from procrastinate import JobContext

from yunchuang.apps.people import queries as people
from yunchuang.apps.uploads import queries
from yunchuang.jobs.app import job
from yunchuang.workflows import uploading


@job("finish_upload", tries=1)  # the reconciler leaves it again for as long as it is worth it
def finish_upload(context: JobContext, key: str) -> None:
    """Hand the upload in for whoever sent it; nothing where that was done meanwhile."""
    upload = queries.by_key(key)
    if upload is not None:
        uploading.finish(key=key, at=now(), by=people.actor(upload.owner_id))
