"""Invented people, firms and places for test papers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from yunchuang.demo.papers import numbers

FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英华玉萍红鹏宇晨曦子轩梓涵浩然思雨嘉怡建国志文海燕春梅立新雪松云帆若琳俊豪欣妍博远天佑凯悦诗雅"
PLACES = ("云汀区", "临浦区", "清湾区", "南屏区", "文溪县", "柳溪县")
STREETS = (
    "望江路",
    "文昌路",
    "解放东路",
    "桂花街",
    "工业大道",
    "新河北路",
    "人民中路",
    "学府街",
    "滨水大道",
    "石桥路",
    "朝阳街",
)
WORDS = (
    "云帆",
    "清禾",
    "瑞丰",
    "宏远",
    "晨曦",
    "安泰",
    "嘉禾",
    "恒通",
    "百味轩",
    "星海",
    "永昌",
    "金穗",
    "乐淘",
    "华辰",
    "润泽",
)
LINES = ("餐饮管理", "机电设备", "食品", "电梯工程", "科技", "医药", "压力容器", "商贸", "物业管理", "文化传播")
FORMS = ("有限公司", "有限责任公司", "股份有限公司")
SCOPES = (
    "餐饮服务（不产生油烟、异味、废气）",
    "食品销售（仅销售预包装食品）",
    "日用百货销售",
    "特种设备安装改造修理",
    "机械设备租赁",
    "技术服务、技术开发、技术咨询",
    "企业管理咨询",
    "物业管理",
    "货物进出口",
    "药品零售",
    "组织文化艺术交流活动",
    "五金产品批发",
)
CITY = "望川市"
DISTRICTS = tuple(CITY + place for place in PLACES)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist."""

    name: str
    woman: bool
    born_on: date
    number: str
    people: str  # 民族
    address: str
    phone: str

    @property
    def sex(self) -> str:
        return "女" if self.woman else "男"


@dataclass(frozen=True, slots=True)
class Firm:
    """A company that does not exist."""

    name: str
    code: str
    form: str
    head: Person
    scope: str
    capital: str
    founded_on: date
    address: str
    authority: str


def person(rng: random.Random) -> Person:
    """One invented person."""
    woman = rng.random() < 0.5
    born_on = date(1955, 1, 1) + timedelta(days=rng.randrange(50 * 365))
    name = rng.choice(FAMILY) + "".join(rng.choice(GIVEN) for _ in range(rng.choice((1, 2, 2))))
    people = rng.choice(("汉", "汉", "汉", "汉", "回", "壮", "满", "苗", "土家"))
    phone = "1" + rng.choice("35789") + "00000" + numbers.digits(rng, 4)
    return Person(name, woman, born_on, numbers.identity_number(rng, born_on, woman=woman), people, home(rng), phone)


def home(rng: random.Random) -> str:
    """Where somebody lives."""
    return f"{CITY}{rng.choice(PLACES)}{rng.choice(STREETS)}{rng.randrange(1, 999)}弄{rng.randrange(1, 80)}号{rng.randrange(1, 30)}0{rng.randrange(1, 9)}室"


def premises(rng: random.Random) -> str:
    """Where a firm sits."""
    end = rng.choice(
        (f"{rng.randrange(1, 20)}幢{rng.randrange(1, 30)}层", f"{rng.randrange(101, 2900)}室", "一层商铺", "")
    )
    return f"{CITY}{rng.choice(PLACES)}{rng.choice(STREETS)}{rng.randrange(1, 1999)}号{end}"


def firm(rng: random.Random) -> Firm:
    """One invented company."""
    form = rng.choice(FORMS)
    scope = "；".join(rng.sample(SCOPES, rng.randrange(3, 7))) + "。"
    if rng.random() < 0.6:
        scope = scope[:-1] + "。（依法须经批准的项目，经相关部门批准后方可开展经营活动）"
    amount = rng.choice(("伍拾万", "壹佰万", "贰佰万", "伍佰万", "壹仟万", "叁仟万"))
    place = rng.choice(PLACES)
    kind = (
        "股份有限公司（非上市）"
        if form.startswith("股份")
        else rng.choice(("有限责任公司（自然人投资或控股）", "有限责任公司（自然人独资）", "其他有限责任公司"))
    )
    return Firm(
        name=f"{CITY}{rng.choice(WORDS)}{rng.choice(LINES)}{form}",
        code=numbers.credit_code(rng),
        form=kind,
        head=person(rng),
        scope=scope,
        capital=f"{amount}元整",
        founded_on=date(2001, 1, 1) + timedelta(days=rng.randrange(24 * 365)),
        address=premises(rng),
        authority=f"{CITY}{place}市场监督管理局",
    )


def chinese(day: date, *, padded: bool = True) -> str:
    """A date as papers print it."""
    return f"{day.year}年{day.month:02d}月{day.day:02d}日" if padded else f"{day.year}年{day.month}月{day.day}日"


def dotted(day: date) -> str:
    """A date as identity cards print it."""
    return f"{day.year}.{day.month:02d}.{day.day:02d}"
