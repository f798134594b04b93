"""Sends a message of the inbox to the person's phone."""

from __future__ import annotations

from django.utils.timezone import now
from procrastinate import JobContext

from yunchuang.apps.people import queries, services
from yunchuang.domain.codes import SIGN_IN_CODE_LIFE
from yunchuang.jobs.app import TRIES, job
from yunchuang.ports import registry
from yunchuang.ports.messages import MessageNotSent, MessageSender


@job("send_message")
def send_message(context: JobContext, message_id: int) -> None:
    """Send message ``message_id`` once; a failure is noted and tried again, the last one is marked as given up.

    A code that nobody could use any more is given up at once: late, it would only alarm its reader.
    """
    message = queries.message(message_id)
    if message is None or message.sent_at is not None or message.gave_up_at is not None:
        return
    if message.kind == "code" and now() - message.created_at >= SIGN_IN_CODE_LIFE:
        services.message_failed(message_id, now(), gave_up=True)
        return
    sender: MessageSender = registry.get("messages")
    try:
        sender.send(message.phone, message.text, kind=message.kind)
    except MessageNotSent:
        services.message_failed(message_id, now(), gave_up=context.job.attempts + 1 >= TRIES)
        raise
    services.message_sent(message_id, now())
