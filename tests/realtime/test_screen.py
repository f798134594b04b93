"""The socket of a screen: news by number, seats in a call, signals to the other side, and what nonsense gets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils.timezone import now

from tests.cast import Centre
from yunchuang.apps.calls import queries as calls
from yunchuang.apps.journal import queries as journal_queries
from yunchuang.apps.journal import services as journal
from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor
from yunchuang.apps.visits import queries as visits
from yunchuang.realtime.hub import hub
from yunchuang.realtime.routing import websocket_urlpatterns
from yunchuang.workflows import desk, visit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WAIT_S = 5.0
QUIET_S = 0.4


async def beside(work: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """Run what needs the database in a thread of its own, on a connection that closes after it."""

    def run() -> Any:
        try:
            return work(*args, **named)
        finally:
            connection.close()

    return await sync_to_async(run, thread_sensitive=False)()


class Screen:
    """An open page, as the service sees it."""

    def __init__(self, account: Any) -> None:
        self.socket = WebsocketCommunicator(URLRouter(websocket_urlpatterns), "/ws/")
        self.socket.scope["user"] = account

    async def say(self, **message: Any) -> None:
        await self.socket.send_to(text_data=json.dumps(message))

    async def hear(self, do: str) -> dict[str, Any]:
        """The next message of this sort; others before it are passed over."""
        while True:
            message = json.loads(await self.socket.receive_from(timeout=WAIT_S))
            if message["do"] == do:
                return message

    async def hears_nothing(self, do: str) -> bool:
        until = asyncio.get_running_loop().time() + QUIET_S
        while asyncio.get_running_loop().time() < until:
            if await self.socket.receive_nothing(timeout=QUIET_S / 4):
                continue
            if json.loads(await self.socket.receive_from())["do"] == do:
                return False
        return True

    async def closed_with(self) -> int:
        while True:
            output = await self.socket.receive_output(timeout=WAIT_S)
            if output["type"] == "websocket.close":
                return int(output["code"])


@pytest.fixture
async def screens() -> AsyncIterator[Callable[..., Any]]:
    """Opens screens; all are closed at the end, and the hub of this loop with them."""
    opened: list[Screen] = []

    async def open_for(actor: Actor | None = None) -> Screen:
        account: Any = AnonymousUser()
        if actor is not None:
            account = await beside(people.for_session, actor.account_id)
        screen = Screen(account)
        is_connected, _ = await screen.socket.connect(timeout=WAIT_S)
        assert is_connected
        opened.append(screen)
        return screen

    yield open_for
    for screen in opened:
        await screen.socket.disconnect()
    await hub().stop()


@pytest.fixture
def chens_visit(centre: Centre) -> str:
    """Chen has taken a number; the key of his visit."""
    return visit.start(
        actor=centre.people["chen"],
        item_code=centre.item_code,
        window_class_code=centre.market_line,
        purpose="",
        channel="web",
        at=now(),
    )


@pytest.fixture
def talking(centre: Centre, wang: Actor, chen: Actor, chens_visit: str) -> calls.CallFacts:
    """Chen and Wang are in a call."""
    desk.open_window(actor=wang, window_id=centre.window_3, at=now())
    desk.call_next(actor=wang, window_id=centre.window_3, at=now())
    call_id = visit.answer(actor=chen, visit_key=chens_visit, at=now())
    found = calls.by_id(call_id)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def always_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets read the clock; the line gives numbers at whatever hour the tests run."""
    monkeypatch.setattr("yunchuang.workflows.visit.places.is_open", lambda line_id, at: True)


# --- nonsense ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "frame",
    [
        " ",
        "hello",
        "[]",
        "null",
        '{"do":"drop tables"}',
        '{"do":["follow"]}',
        '{"do":"follow"}',
        '{"do":"follow","streams":{"visit:x":1}}',
        '{"do":"follow","streams":{"visit:1":-1}}',
        '{"do":"follow","streams":{"visit:1":1e400}}',
        '{"do":"follow","streams":{"visit:99999999999999999999":1}}',
        '{"do":"follow","streams":{"secrets:1":1}}',
        '{"do":"here","call":true}',
        '{"do":"here","call":"7"}',
        '{"do":"here","call":7,"session":""}',
        '{"do":"signal","call":7,"data":"x"}',
        "[" * 5000,
    ],
)
async def test_nonsense_closes_with_a_code_and_the_service_lives(centre, screens, frame):
    screen, other = await screens(), await screens()

    await screen.socket.send_to(text_data=frame)

    assert await screen.closed_with() == 4400
    await other.say(do="follow", streams={f"line:{centre.market_line_id}": 0})
    assert await other.hear("followed")


async def test_bytes_are_nonsense(centre, screens):
    screen = await screens()

    await screen.socket.send_to(bytes_data=b"\x00\xff")

    assert await screen.closed_with() == 4400


async def test_a_frame_that_is_too_large_closes_with_its_code(centre, screens):
    screen = await screens()

    await screen.say(do="follow", streams={}, padding="文" * 30_000)

    assert await screen.closed_with() == 4413


async def test_too_many_streams_are_nonsense(centre, screens):
    screen = await screens()

    await screen.say(do="follow", streams={f"line:{n}": 0 for n in range(41)})

    assert await screen.closed_with() == 4400


# --- news ----------------------------------------------------------------------------------------


async def test_what_is_not_ones_own_is_refused_without_closing(centre, screens, chens_visit, talking):
    for who in (None, "he", "zhao"):
        screen = await screens(centre.people[who] if who else None)

        await screen.say(do="follow", streams={f"visit:{talking.visit_id}": 0, f"call:{talking.id}": 0})

        refused = {(await screen.hear("refused"))["stream"] for _ in range(2)}
        assert refused == {f"visit:{talking.visit_id}", f"call:{talking.id}"}
        assert (await screen.hear("followed"))["streams"] == {}


async def test_a_stream_that_does_not_exist_is_refused_like_a_strangers(centre, screens, chen):
    screen = await screens(chen)

    await screen.say(do="follow", streams={"visit:424242": 0})

    assert (await screen.hear("refused"))["stream"] == "visit:424242"


async def test_news_come_with_number_and_kind(centre, screens, chen, wang, chens_visit):
    await beside(desk.open_window, actor=wang, window_id=centre.window_3, at=now())
    found = await beside(visits.by_key, chens_visit)
    stream = journal.visit(found.id)
    seq = (await beside(journal_queries.where, [stream]))[stream]
    screen = await screens(chen)
    await screen.say(do="follow", streams={f"visit:{found.id}": seq})
    await screen.hear("followed")

    await beside(desk.call_next, actor=wang, window_id=centre.window_3, at=now())

    news = await screen.hear("news")
    assert (news["stream"], news["seq"], news["kind"]) == (f"visit:{found.id}", seq + 1, "ticket.called")


async def test_a_screen_that_slept_is_told_exactly_what_it_missed(centre, screens, chen, talking):
    events = await beside(journal_queries.timeline, journal.visit(talking.visit_id))
    screen = await screens(chen)

    await screen.say(do="follow", streams={f"visit:{talking.visit_id}": 2})

    heard = [await screen.hear("news") for _ in events[2:]]
    assert [(one["seq"], one["kind"]) for one in heard] == [(event.seq, event.kind) for event in events[2:]]
    assert await screen.hears_nothing("news")


async def test_two_screens_at_different_numbers_each_get_their_own(centre, screens, chen, talking):
    events = await beside(journal_queries.timeline, journal.visit(talking.visit_id))
    name, last = f"visit:{talking.visit_id}", events[-1].seq
    current, late = await screens(chen), await screens(chen)
    await current.say(do="follow", streams={name: last})
    await current.hear("followed")

    await late.say(do="follow", streams={name: last - 1})

    assert (await late.hear("news"))["seq"] == last
    assert await current.hears_nothing("news")


async def test_a_number_from_the_future_is_cut_to_the_truth(centre, screens, chen, wang, talking):
    name = f"visit:{talking.visit_id}"
    screen = await screens(chen)
    await screen.say(do="follow", streams={name: 10_000})
    await screen.hear("followed")

    await beside(desk.finish, actor=wang, window_id=centre.window_3, at=now())

    assert (await screen.hear("news"))["kind"] == "ticket.finished"


async def test_news_of_a_line_name_nobody(centre, screens, chen):
    screen = await screens()
    await screen.say(do="follow", streams={f"line:{centre.market_line_id}": 0})
    await screen.hear("followed")

    await beside(
        visit.start,
        actor=chen,
        item_code=centre.item_code,
        window_class_code=centre.market_line,
        purpose="",
        channel="web",
        at=now(),
    )

    assert (await screen.hear("news"))["id"] == 0


async def test_rights_are_asked_again_when_the_visit_moves_on(centre, screens, wang, talking):
    screen = await screens(wang)
    await screen.say(do="follow", streams={f"call:{talking.id}": 0})
    await screen.hear("followed")

    await beside(desk.finish, actor=wang, window_id=centre.window_3, at=now())

    assert (await screen.hear("refused"))["stream"] == f"call:{talking.id}"


# --- calls ---------------------------------------------------------------------------------------


async def sit(screen: Screen, call: calls.CallFacts, session: str) -> None:
    await screen.say(do="here", call=call.id, session=session)


async def test_both_sides_learn_that_the_other_is_there(centre, screens, chen, wang, talking):
    clerk, citizen = await screens(wang), await screens(chen)
    await sit(clerk, talking, "w")

    await sit(citizen, talking, "c")

    while (peer := await clerk.hear("peer"))["role"] != "citizen":
        pass
    assert peer["here"] is True
    assert peer["session"] == "c"


async def test_a_signal_reaches_the_other_side_and_only_it(centre, screens, chen, wang, talking):
    clerk, citizen, stranger = await screens(wang), await screens(chen), await screens(centre.people["he"])
    await sit(clerk, talking, "w")
    await sit(citizen, talking, "c")
    while (await clerk.hear("peer"))["role"] != "citizen":  # from now on the clerk's screen is in the call
        pass

    await citizen.say(do="signal", call=talking.id, data={"description": {"type": "offer"}})

    heard = await clerk.hear("signal")
    assert heard["from"] == "citizen"
    assert heard["data"] == {"description": {"type": "offer"}}
    assert await citizen.hears_nothing("signal")
    assert await stranger.hears_nothing("signal")


async def test_a_stranger_can_neither_sit_nor_signal(centre, screens, chen, wang, talking):
    stranger, clerk = await screens(centre.people["he"]), await screens(wang)
    await sit(clerk, talking, "w")

    await stranger.say(do="here", call=talking.id, session="x")
    assert (await stranger.hear("no"))["code"] == "not_found"
    await stranger.say(do="signal", call=talking.id, data={"candidate": {}})
    assert (await stranger.hear("no"))["code"] == "not_found"

    assert await clerk.hears_nothing("signal")
    assert {seat.role for seat in await beside(calls.seats, talking.id)} == {"clerk"}


async def test_another_device_takes_the_seat_and_the_first_is_told(centre, screens, chen, talking):
    computer, phone = await screens(chen), await screens(chen)
    await sit(computer, talking, "computer")
    await computer.hear("peer")
    await sit(phone, talking, "phone")
    await phone.hear("peer")

    await sit(computer, talking, "computer")

    assert (await computer.hear("moved"))["call"] == talking.id
    seats = await beside(calls.seats, talking.id)
    assert [(seat.role, seat.session) for seat in seats] == [("citizen", "phone")]


async def test_leaving_is_told_to_the_other_side(centre, screens, chen, wang, talking):
    clerk, citizen = await screens(wang), await screens(chen)
    await sit(clerk, talking, "w")
    await sit(citizen, talking, "c")
    while (await clerk.hear("peer"))["role"] != "citizen":
        pass

    await citizen.socket.disconnect()

    while (peer := await clerk.hear("peer")) and not (peer["role"] == "citizen" and peer["here"] is False):
        pass
    assert peer["session"] == "c"


async def test_after_the_call_nobody_sits_in_it(centre, screens, chen, wang, talking):
    await beside(desk.finish, actor=wang, window_id=centre.window_3, at=now())
    screen = await screens(chen)

    await sit(screen, talking, "c")

    assert (await screen.hear("no"))["code"] == "call_not_active"
