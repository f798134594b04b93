"""The cast: citizens with telephone numbers of a range that nobody holds, and staff with their posts."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from yunchuang.apps.people import services as people
from yunchuang.apps.places import services as places

FIXED_PASSWORD = "yunxi-demo"
BY_CODE = "手机号 + 验证码"

# login, name, what they come for
CITIZENS = (
    ("19900000001", "李桂芳", "李阿姨：68 岁，想要字大一点、有人耐心讲"),
    ("19900000002", "张工", "张工：研究院的特种设备登记，缺一份检验报告"),
    ("19900000003", "陈老板", "陈老板：开饭馆，不知道事项叫什么"),
    ("19900000004", "方姐", "方姐：许可证要延续，材料交了两份，看过了，有几处要改"),
)


class Staff(NamedTuple):
    """A member of staff of the demo."""

    login: str
    name: str
    posts: tuple[tuple[str, str], ...]
    what: str


STAFF = (
    Staff("wang", "王静", (("market", "clerk"),), "市场监管窗口，坐 3 号窗口"),
    Staff("liu", "刘洋", (("market", "clerk"),), "市场监管窗口，坐 4 号窗口"),
    Staff("zhao", "赵敏", (("veterans", "clerk"),), "退役军人远程窗口，在另一栋楼"),
    Staff("zhu", "朱颖", (("union", "clerk"),), "工会（职工）远程窗口"),
    Staff("tang", "唐伟", (("property", "clerk"),), "不动产远程窗口"),
    Staff("gu", "顾兰", (("marriage", "clerk"),), "婚姻登记远程窗口"),
    Staff("lin", "林珊", (("centre", "clerk"),), "综合咨询、帮办和「办不成事」窗口"),
    Staff("shen", "沈洁", (("market", "editor"),), "市场监管事项编辑，维护办事指南"),
    Staff("sun", "孙科", (("market", "reviewer"),), "市场监管后台审查"),
    Staff(
        "qian",
        "钱主任",
        tuple((body, "director") for body in ("centre", "market", "veterans", "marriage", "union", "property")),
        "大厅负责人",
    ),
    Staff("zhou", "小周", (("community", "helper"),), "社区帮办员，站在自助终端旁边"),
)


def build(bodies: Mapping[str, int], *, password: str, at: datetime) -> dict[str, int]:
    """Make everybody and return row numbers by login; staff have ``password`` now, whatever they had before."""
    ids = {phone: people.make_citizen(phone=phone, name=name, at=at) for phone, name, _ in CITIZENS}
    for one in STAFF:
        ids[one.login] = people.make_staff(login=one.login, name=one.name, password=None, at=at)
        for body, role in one.posts:
            places.give_post(account_id=ids[one.login], body_id=bodies[body], role=role)
    people.set_password((ids[one.login] for one in STAFF), password)
    return ids


_WORDS = (
    *("qing", "feng", "ming", "yue", "shan", "shui", "yun", "xi", "chun", "lan", "qiu", "ju"),
    *("zhu", "song", "mei", "hua", "tian", "xing", "hai", "chao", "liu", "bai", "he", "lu"),
)


def random_password() -> str:
    """Words that can be typed on a phone and not guessed: five of 24, and four digits."""
    return "-".join([*(secrets.choice(_WORDS) for _ in range(5)), f"{secrets.randbelow(10**4):04d}"])
