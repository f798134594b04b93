"""Some past, so that waits can be estimated and lists are not empty; lived through the verbs of the product.

Every visitor but the cast is called 体验 (a trial visitor) and has a telephone number that nobody holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from io import BytesIO
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction

from yunchuang.apps.people import services as people
from yunchuang.apps.people.queries import Actor, actor
from yunchuang.apps.places import queries as places
from yunchuang.apps.ratings.services import Given
from yunchuang.apps.visits import queries as visits
from yunchuang.demo import specimens
from yunchuang.workflows import desk, filing, proceedings, rating, rating_words, review, visit

A_MINUTE = timedelta(minutes=1)
RING = timedelta(seconds=12)
"""How long people take to answer here."""

NOBODYS_COMPANY = "91319900YX0000093W"
"""A unified social credit code with a right check character, of a district that does not exist."""


class Past(NamedTuple):
    """Someone who was here: at which window, for what, how many minutes it took, how he rated it (1 is the best)."""

    line: str
    item: str
    purpose: str
    minutes: int
    level: int
    words: str


PAST: dict[tuple[str, str], list[Past]] = {
    ("permits", "liu"): [
        Past("permits", "food-permit", "想开一家面馆，问问要准备什么", 11, 1, "讲得很清楚"),
        Past("permits", "food-permit-renewal", "许可证下个月到期", 8, 1, ""),
        Past("permits", "prepacked-food-filing", "小超市只卖包装食品", 6, 1, "不用跑一趟，方便"),
        Past("permits", "device-filing", "网店卖血压计", 13, 2, ""),
        Past("permits", "food-permit", "奶茶店平面图怎么画", 16, 1, "对着屏幕一起改的图"),
        Past("permits", "food-permit-change", "饭店换负责人", 9, 2, "等得稍久"),
        Past("permits", "pharmacy-renewal", "药店换证", 12, 1, ""),
    ],
    ("registration", "liu"): [
        Past("registration", "company-founding", "三个人合开公司", 18, 1, ""),
        Past("registration", "trader-founding", "在平台上开网店", 10, 1, "一次就办好了"),
        Past("registration", "company-address-change", "公司搬到云溪路", 14, 2, ""),
        Past("registration", "licence-reissue", "副本丢了", 7, 1, ""),
        Past("registration", "company-simple-closing", "公司一直没有经营", 12, 1, ""),
    ],
    ("veterans", "zhao"): [
        Past("veterans", "veterans-card", "父亲 82 岁，怎么申领优待证", 9, 1, "很耐心"),
        Past("veterans", "veterans-return", "刚退伍，来预报到", 11, 1, ""),
        Past("veterans", "veterans-card", "照片要什么样的", 5, 2, ""),
    ],
    ("property", "tang"): [
        Past("property", "property-transfer", "卖房要双方一起来吗", 13, 1, ""),
        Past("property", "property-transfer", "想先看看材料齐不齐", 17, 4, "等了很久，讲得太快，没有听明白"),
    ],
    ("union", "zhu"): [
        Past("union", "mutual-aid", "住院以后怎么申请", 8, 1, ""),
        Past("union", "union-card", "单位刚成立工会", 6, 1, ""),
    ],
    ("marriage", "gu"): [
        Past("marriage", "marriage", "要不要带户口簿", 4, 1, "问完就放心了"),
        Past("marriage", "divorce", "两次都要本人来吗", 9, 2, ""),
    ],
}


def live(ids: Mapping[str, int], *, at: datetime) -> None:
    """Let the past happen, once: all of it or nothing."""
    zhang = ids["19900000002"]
    if visits.of_citizen(zhang):
        return
    with transaction.atomic():
        serial = 100
        for days_ago, (window, guests) in enumerate(PAST.items(), start=1):
            began_at = _in_office_hours(at, days_ago=1 + days_ago % 3) + 17 * days_ago * A_MINUTE
            _window_day(window[0], actor(ids[window[1]]), guests, serial, began_at)
            serial += len(guests)
        _zhang(actor(zhang), actor(ids["wang"]), at=_in_office_hours(at, days_ago=1))
        _restaurants(actor(ids["liu"]), actor(ids["sun"]), at=_in_office_hours(at, days_ago=4))
        _sent_back(actor(ids["liu"]), at=_in_office_hours(at, days_ago=2))
        _make_public(actor(ids["qian"]), at=at)
        _late_one(actor(ids["liu"]), at=_in_office_hours(at, days_ago=27))


def _in_office_hours(at: datetime, *, days_ago: int) -> datetime:
    """Half past nine at the hall, some days before ``at``."""
    local = at.astimezone(ZoneInfo("Asia/Shanghai")) - timedelta(days=days_ago)
    return local.replace(hour=9, minute=30, second=0, microsecond=0)


def _window_id(line: str) -> int:
    """The last window of a line: the first of 食品药品许可 is left for whoever tries the demo."""
    hall = places.hall()
    assert hall is not None
    return [window.id for window in hall.windows if window.window_class_code == line][-1]


def _guest(serial: int, at: datetime) -> Actor:
    return actor(people.make_citizen(phone=f"19900000{serial:03d}", name=f"体验 {serial}", at=at))


def _window_day(line: str, clerk: Actor, guests: list[Past], serial: int, at: datetime) -> None:
    window_id = _window_id(line)
    desk.open_window(actor=clerk, window_id=window_id, at=at)
    for place, past in enumerate(guests):
        guest = _guest(serial + place, at)
        key = _sit_down(guest, clerk, past.item, line, past.purpose, window_id, at)
        at += past.minutes * A_MINUTE
        desk.finish(actor=clerk, window_id=window_id, at=at)
        rating.rate(actor=guest, visit_key=key, given=Given(level=past.level, words=past.words), at=at + A_MINUTE)
        at += 3 * A_MINUTE
    desk.close_window(actor=clerk, window_id=window_id, at=at)


def _sit_down(guest: Actor, clerk: Actor, item: str, line: str, purpose: str, window_id: int, at: datetime) -> str:
    key = visit.start(
        actor=guest, item_code=item, window_class_code=line, purpose=purpose, channel="web", at=at - 6 * A_MINUTE
    )
    desk.call_next(actor=clerk, window_id=window_id, at=at - RING)
    visit.answer(actor=guest, visit_key=key, at=at)
    return key


def _hand_in(citizen: Actor, key: str, requirement: str, name: str, at: datetime) -> None:
    content = specimens.paper(name)
    filing.material_add(
        actor=citizen,
        visit_key=key,
        requirement_code=requirement,
        content=BytesIO(content),
        name=f"{name}.pdf",
        size_bytes=len(content),
        at=at,
    )


def _zhang(zhang: Actor, wang: Actor, *, at: datetime) -> None:
    """Zhang filed, with the maker's own test record for the inspection certificate; he is to bring the right one."""
    window_id = _window_id("equipment")
    desk.open_window(actor=wang, window_id=window_id, at=at - 10 * A_MINUTE)
    key = _sit_down(zhang, wang, "special-equipment", "equipment", "新买的叉车，办使用登记", window_id, at)
    filing.form_save(actor=zhang, visit_key=key, values=ZHANGS_FORM, at=at + 4 * A_MINUTE)
    for requirement, name in ZHANGS_PAPERS.items():
        _hand_in(zhang, key, requirement, name, at + 6 * A_MINUTE)
    filing.form_confirm(actor=zhang, visit_key=key, fields=None, at=at + 8 * A_MINUTE)
    filing.submit(actor=zhang, visit_key=key, at=at + 9 * A_MINUTE)
    review.mark(
        actor=wang,
        visit_key=key,
        requirement_code="inspection",
        reason="wrong_kind",
        words="这是厂家的出厂自检记录。请交监督检验证明，拍照上传就行，不用再来。",
        at=at + 11 * A_MINUTE,
    )
    review.ask_correction(actor=wang, visit_key=key, at=at + 12 * A_MINUTE)
    desk.finish(actor=wang, window_id=window_id, at=at + 13 * A_MINUTE)
    desk.close_window(actor=wang, window_id=window_id, at=at + 14 * A_MINUTE)


ZHANGS_FORM = {
    "registers": "新设备首次启用",
    "category": "场（厂）内专用机动车辆",
    "product_name": "平衡重式叉车",
    "device_code": "51103199002026001",
    "model": "CPD30",
    "maker": "云溪叉车厂（虚构）",
    "made_on": "2026-09-18",
    "user_name": "云溪应用技术研究院（虚构）",
    "credit_code": "12319900YX0000106P",
    "address": "云溪区研究路 8 号 2 号库房（虚构）",
    "applicant_name": "张工",
    "phone": "19900000002",
    "is_true": True,
}
ZHANGS_PAPERS = {
    "form": "特种设备使用登记表",
    "identity": "事业单位法人证书",
    "certificate": "叉车产品合格证",
    "inspection": "出厂自检记录",
}


def _restaurants(liu: Actor, sun: Actor, *, at: datetime) -> None:
    """Two restaurants of earlier days: one is decided, for one more time is asked."""
    window_id = _window_id("permits")
    desk.open_window(actor=liu, window_id=window_id, at=at - 10 * A_MINUTE)
    for serial, shop in ((151, "云溪一碗面（虚构）"), (152, "溪边茶饮（虚构）")):
        key, number = _restaurant(liu, serial, shop, window_id, at)
        later = at + timedelta(days=1)
        if serial == 151:
            review.decide(actor=sun, case_number=number, approve=True, reason="", at=later)
        else:
            reason = "现场核查发现布局与图不一致，要再核一次。"
            proceedings.ask_extension(actor=sun, visit_key=key, reason=reason, at=later)
        at += 20 * A_MINUTE
    desk.close_window(actor=liu, window_id=window_id, at=at)


def _make_public(qian: Actor, *, at: datetime) -> None:
    """The director has looked at what the contented wrote; one bad word waits for him."""
    for one in rating_words.waiting(actor=qian):
        if one.stars >= 4:
            rating_words.release(actor=qian, rating_id=one.rating_id, seen=one.answer, at=at)


def _late_one(liu: Actor, *, at: datetime) -> None:
    """A restaurant that nobody decided in time: the sweep writes it down, and somebody has to answer for it."""
    window_id = _window_id("permits")
    desk.open_window(actor=liu, window_id=window_id, at=at - 10 * A_MINUTE)
    _restaurant(liu, 153, "桥头早点（虚构）", window_id, at)
    desk.close_window(actor=liu, window_id=window_id, at=at + 20 * A_MINUTE)


def _sent_back(liu: Actor, *, at: datetime) -> None:
    """A restaurant whose plan cannot be read: its owner may bring a better one, or ask somebody to bring it."""
    window_id = _window_id("permits")
    desk.open_window(actor=liu, window_id=window_id, at=at - 10 * A_MINUTE)
    _restaurant(liu, 154, "河畔小馆（虚构）", window_id, at, is_sent_back=True)
    desk.close_window(actor=liu, window_id=window_id, at=at + 20 * A_MINUTE)


def _restaurant(
    liu: Actor, serial: int, shop: str, window_id: int, at: datetime, *, is_sent_back: bool = False
) -> tuple[str, str]:
    """A restaurant's case up to its acceptance, or until it is sent back; returns the keys of its visit and case."""
    guest = _guest(serial, at)
    key = _sit_down(guest, liu, "food-permit", "permits", f"{shop}办许可证", window_id, at)
    form = RESTAURANT | {"operator_name": shop, "phone": f"19900000{serial}"}
    filing.form_save(actor=guest, visit_key=key, values=form, at=at + 3 * A_MINUTE)
    for requirement, name in RESTAURANT_PAPERS.items():
        _hand_in(guest, key, requirement, name, at + 5 * A_MINUTE)
    filing.form_confirm(actor=guest, visit_key=key, fields=None, at=at + 7 * A_MINUTE)
    number = filing.submit(actor=guest, visit_key=key, at=at + 8 * A_MINUTE)
    if is_sent_back:
        words = "图上看不清水池和冷藏柜的位置，请换一张清楚的。"
        marked = {"requirement_code": "layout", "reason": "illegible", "words": words}
        review.mark(actor=liu, visit_key=key, **marked, at=at + 10 * A_MINUTE)
        review.ask_correction(actor=liu, visit_key=key, at=at + 11 * A_MINUTE)
    else:
        review.accept(actor=liu, visit_key=key, at=at + 11 * A_MINUTE)
    desk.finish(actor=liu, window_id=window_id, at=at + 12 * A_MINUTE)
    rating.rate(actor=guest, visit_key=key, given=Given(level=1), at=at + 13 * A_MINUTE)
    return key, number


RESTAURANT = {
    "credit_code": NOBODYS_COMPANY,
    "legal_person": "体验",
    "business_kind": "餐饮服务",
    "address": "云溪区云溪路 20 号（虚构）",
    "area_m2": 68,
    "staff_count": 5,
    "safety_manager": "体验",
    "applicant_name": "体验",
    "is_true": True,
}
RESTAURANT_PAPERS = {
    "application": "食品经营许可申请书",
    "layout": "设备布局和操作流程图",
    "rules": "食品安全制度目录清单",
}
