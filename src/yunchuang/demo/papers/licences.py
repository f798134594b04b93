"""Drafts of licences and certificates that authorities issue."""

from __future__ import annotations

import random
from datetime import date, timedelta

from yunchuang.demo.papers import numbers
from yunchuang.demo.papers.layouts import Draft
from yunchuang.demo.papers.people import CITY, PLACES, chinese, firm, person, premises

TODAY = date(2026, 11, 23)  # papers are drawn as of this day: in date, unless a fault is planted

TRADER_LABELS = [
    ("名称", "名称"),
    ("类型", "类型"),
    ("经营者", "法定代表人"),
    ("经营范围", "经营范围"),
    ("注册日期", "成立日期"),
    ("经营场所", "住所"),
]
COMPANY_LABELS = ("名称", "类型", "法定代表人", "经营范围", "注册资本", "成立日期", "营业期限", "住所")


def business_licence(rng: random.Random) -> Draft:
    """营业执照, of a company or of a sole trader."""
    one, trader = firm(rng), rng.random() < 0.25
    day = one.founded_on + timedelta(days=rng.randrange(0, 900))
    truth = {
        "名称": one.name.replace("有限公司", "店").replace("有限责任公司", "店") if trader else one.name,
        "统一社会信用代码": numbers.credit_code(rng, department="92") if trader else one.code,
        "类型": "个体工商户" if trader else one.form,
        "法定代表人": one.head.name,
        "经营范围": one.scope,
        "注册资本": one.capital,
        "成立日期": chinese(one.founded_on),
        "营业期限": rng.choice(("长期", f"{chinese(one.founded_on)}至长期", f"{chinese(one.founded_on)}至{chinese(date(one.founded_on.year + 30, one.founded_on.month, 1))}")),
        "住所": one.address,
        "登记机关": one.authority,
    }  # fmt: skip
    if trader:
        order = TRADER_LABELS
        truth = {name: truth[name] for name in ("统一社会信用代码", "登记机关", *(name for _, name in order))}
    else:
        order = [(name, name) for name in COMPANY_LABELS]
        if rng.random() < 0.4:  # today's form no longer prints the term
            order.remove(("营业期限", "营业期限"))
            del truth["营业期限"]
    return Draft(
        kind="营业执照", title="营业执照", layout=rng.choice(["wide", "wide", "tall"]), truth=truth,
        fields=[(label, truth[name]) for label, name in order],
        above=[("", "（副本）" if rng.random() < 0.6 else ""), ("统一社会信用代码", truth["统一社会信用代码"])],
        authority=truth["登记机关"], authority_label="登记机关", day=chinese(day), seal=truth["登记机关"],
        qr=f"http://gsxt.example.invalid/{truth['统一社会信用代码']}" if rng.random() < 0.8 else "",
        notes="市场主体应当于每年1月1日至6月30日通过国家企业信用信息公示系统报送公示年度报告" if rng.random() < 0.7 else "",
    )  # fmt: skip


def _permit(
    rng: random.Random, kind: str, rows: dict[str, str], labels: dict[str, str], *, years: int, qr: bool
) -> Draft:
    """What the permits of one family share: number, end, authority, day."""
    issued_on = TODAY - timedelta(days=rng.randrange(30, years * 365 - 60))
    until = date(issued_on.year + years, issued_on.month, min(issued_on.day, 28)) - timedelta(days=1)
    authority = f"{CITY}{rng.choice(PLACES)}{'药品监督管理局' if kind.startswith('药品') else '市场监督管理局'}"
    rows |= (
        {"有效期至": chinese(until), "签发人": person(rng).name}
        if not kind.startswith("药品")
        else {"有效期至": chinese(until)}
    )
    truth = rows | {"发证机关": authority, "发证日期": chinese(issued_on)}
    shown = [(labels.get(name, name), value) for name, value in rows.items() if name != "许可证编号"]
    return Draft(
        kind=kind, title=kind, layout=rng.choice(["tall", "wide", "tall"]), fields=shown, truth=truth,
        above=[(labels.get("许可证编号", "许可证编号"), rows["许可证编号"])], authority=authority,
        authority_label="发证机关", day=chinese(issued_on), day_label="发证日期", seal=authority,
        qr=f"许可证编号:{rows['许可证编号']}" if qr and rng.random() < 0.7 else "",
    )  # fmt: skip


def food_permit(rng: random.Random) -> Draft:
    """食品经营许可证."""
    one = firm(rng)
    rows = {
        "许可证编号": "JY" + rng.choice("123") + numbers.DISTRICT + numbers.digits(rng, 7),
        "经营者名称": one.name,
        "统一社会信用代码": one.code,
        "法定代表人": one.head.name,
        "住所": one.address,
        "经营场所": premises(rng),
        "主体业态": rng.choice(("餐饮服务经营者", "食品销售经营者", "餐饮服务经营者（中央厨房）", "单位食堂")),
        "经营项目": "；".join(rng.sample(("热食类食品制售", "冷食类食品制售", "预包装食品销售（含冷藏冷冻食品）", "自制饮品制售", "糕点类食品制售", "散装食品销售"), rng.randrange(1, 4))),
        "日常监督管理机构": f"{CITY}{rng.choice(PLACES)}市场监督管理所",
    }  # fmt: skip
    labels = {
        "统一社会信用代码": rng.choice(("社会信用代码（身份证号码）", "统一社会信用代码")),
        "法定代表人": rng.choice(("法定代表人（负责人）", "法定代表人")),
    }
    return _permit(rng, "食品经营许可证", rows, labels, years=5, qr=True)


def food_works_permit(rng: random.Random) -> Draft:
    """食品生产许可证."""
    one = firm(rng)
    rows = {
        "许可证编号": "SC" + numbers.digits(rng, 3) + numbers.DISTRICT + numbers.digits(rng, 5),
        "生产者名称": one.name,
        "统一社会信用代码": one.code,
        "法定代表人": one.head.name,
        "住所": one.address,
        "生产地址": premises(rng),
        "食品类别": "、".join(rng.sample(("糕点", "饮料", "调味品", "速冻食品", "肉制品", "茶叶及相关制品"), rng.randrange(1, 4))),
        "日常监督管理机构": f"{CITY}{rng.choice(PLACES)}市场监督管理局",
    }  # fmt: skip
    labels = {
        "统一社会信用代码": rng.choice(("社会信用代码（身份证号码）", "统一社会信用代码")),
        "法定代表人": rng.choice(("法定代表人（负责人）", "法定代表人")),
    }
    return _permit(rng, "食品生产许可证", rows, labels, years=5, qr=True)


def medicine_permit(rng: random.Random) -> Draft:
    """药品经营许可证."""
    one = firm(rng)
    rows = {
        "许可证编号": rng.choice(("沪DA", "沪CB", "浙DB")) + numbers.digits(rng, 7),
        "企业名称": one.name,
        "统一社会信用代码": one.code,
        "注册地址": one.address,
        "法定代表人": one.head.name,
        "企业负责人": person(rng).name,
        "质量负责人": person(rng).name,
        "仓库地址": rng.choice((premises(rng), "无")),
        "经营方式": rng.choice(("零售", "零售（连锁）", "批发")),
        "经营范围": "、".join(rng.sample(("中成药", "化学药制剂", "抗生素制剂", "生化药品", "中药饮片"), 3)),
    }
    labels = {"许可证编号": rng.choice(("许可证编号", "证号"))}
    return _permit(rng, "药品经营许可证", rows, labels, years=5, qr=False)


def property_deed(rng: random.Random) -> Draft:
    """不动产权证书."""
    owners = [person(rng) for _ in range(rng.choice((1, 2)))]
    since = date(rng.randrange(1995, 2015), 5, 1)
    number = f"望（{rng.randrange(2016, 2026)}）{rng.choice(PLACES)}不动产权第{numbers.digits(rng, 7)}号"
    rows = {
        "权利人": "、".join(one.name for one in owners),
        "共有情况": "共同共有" if len(owners) > 1 else "单独所有",
        "坐落": premises(rng),
        "不动产单元号": f"{numbers.DISTRICT}{numbers.digits(rng, 6)}GB{numbers.digits(rng, 5)}F{numbers.digits(rng, 8)}",
        "权利类型": "国有建设用地使用权/房屋所有权",
        "权利性质": rng.choice(("出让/市场化商品房", "出让/自建房")),
        "用途": rng.choice(("城镇住宅用地/住宅", "商务金融用地/办公", "工业用地/厂房")),
        "面积": f"共有宗地面积{rng.randrange(900, 9000)}.{rng.randrange(10, 99)}平方米/房屋建筑面积{rng.randrange(40, 400)}.{rng.randrange(10, 99)}平方米",
        "使用期限": f"国有建设用地使用权{chinese(since)}起{chinese(date(since.year + 70, 4, 30))}止",
    }  # fmt: skip
    return Draft(
        kind="不动产权证书", title=rng.choice(("不动产权证书", "不动产权证书")), layout=rng.choice(["table", "tall"]),
        fields=list(rows.items()), truth=rows | {"不动产权证号": number}, above=[("", number)],
        authority=f"{CITY}自然资源和规划局", authority_label="登记机构", seal=f"{CITY}不动产登记专用章",
        day=chinese(date(int(number[2:6]), 8, rng.randrange(1, 28))),
    )  # fmt: skip


def tax_clearance(rng: random.Random) -> Draft:
    """清税证明."""
    one, place = firm(rng), rng.choice(PLACES)
    day = chinese(TODAY - timedelta(days=rng.randrange(3, 200)), padded=False)
    number = f"望税 税企清〔{rng.randrange(2023, 2027)}〕{numbers.digits(rng, 5)}号".replace(" ", "")
    authority = f"国家税务总局{CITY}{place}税务局"
    sentence = (
        "你单位（个人）所有税务事项均已结清，特此证明。"
        if rng.random() < 0.7
        else "经核查，你单位的所有税务事项均已结清。"
    )
    return Draft(
        kind="清税证明", title="清税证明", layout="letter", above=[("", number)],
        truth={"纳税人名称": one.name, "统一社会信用代码": one.code, "文号": number, "税务机关": authority, "日期": day},
        fields=[("纳税人名称", one.name), (rng.choice(("统一社会信用代码", "纳税人识别号")), one.code)],
        paragraphs=[sentence], authority=authority, authority_label=rng.choice(("税务机关", "")), day=day,
        seal=f"{CITY}{place}税务局",
    )  # fmt: skip


def marriage(rng: random.Random) -> Draft:
    """结婚证, the inner page."""
    two = [person(rng), person(rng)]
    day = chinese(TODAY - timedelta(days=rng.randrange(100, 9000)))
    number = f"J{numbers.DISTRICT}-{rng.randrange(2003, 2026)}-{numbers.digits(rng, 6)}"
    rows = [("持证人", two[0].name), ("登记日期", day), ("结婚证字号", number)]
    truth = dict(rows)
    for side, one in zip(("男方", "女方"), two, strict=True):
        rows += [
            ("姓名", one.name),
            ("性别", "男" if side == "男方" else "女"),
            ("国籍", "中国"),
            ("出生日期", chinese(one.born_on)),
            ("身份证件号", one.number),
        ]
        truth |= {f"{side}姓名": one.name, f"{side}身份证件号": one.number}
    return Draft(
        kind="结婚证", title="结婚证", layout=rng.choice(["tall", "table"]), fields=rows, truth=truth,
        authority=f"{CITY}{rng.choice(PLACES)}民政局", authority_label="登记机关", seal=f"{CITY}民政局婚姻登记专用章",
    )  # fmt: skip


def discharge(rng: random.Random) -> Draft:
    """退役证."""
    one = person(rng)
    joined = date(rng.randrange(1985, 2018), rng.choice((9, 12)), 1)
    left = date(joined.year + rng.choice((2, 5, 8, 12)), rng.choice((9, 12)), 1)
    rows = {
        "姓名": one.name,
        "性别": "男",
        "民族": one.people + "族",
        "出生日期": chinese(one.born_on),
        "公民身份号码": numbers.identity_number(rng, one.born_on, woman=False),
        "入伍时间": f"{joined.year}年{joined.month}月",
        "退役时间": f"{left.year}年{left.month}月",
        "服役部队": f"{rng.randrange(31000, 32999)}部队（虚构）",
        "证书编号": f"退字第{numbers.digits(rng, 8)}号",
    }
    return Draft(
        kind="退役证", title=rng.choice(("退出现役证", "义务兵退出现役证", "士官退出现役证", "退伍军人证")),
        layout=rng.choice(["tall", "table"]), fields=list(rows.items()), truth=dict(rows),
        authority=f"{CITY}人民武装部", authority_label="发证机关", seal=f"{CITY}人民武装部",
        day=chinese(left + timedelta(days=20)),
    )  # fmt: skip
