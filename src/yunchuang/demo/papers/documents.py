"""Drafts of forms, reports, contracts and other papers that people and firms write."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from yunchuang.demo.papers import numbers
from yunchuang.demo.papers.layouts import Draft
from yunchuang.demo.papers.licences import TODAY
from yunchuang.demo.papers.people import CITY, PLACES, Firm, chinese, firm, person, premises

DEVICES = (
    ("电梯", "曳引与强制驱动电梯", "曳引驱动乘客电梯", "3110"),
    ("起重机械", "桥式起重机", "通用桥式起重机", "4110"),
    ("压力容器", "固定式压力容器", "第二类压力容器", "2150"),
    ("锅炉", "承压蒸汽锅炉", "承压蒸汽锅炉", "1100"),
    ("场（厂）内专用机动车辆", "机动工业车辆", "叉车", "5110"),
)


def _equipment_rows(rng: random.Random, one: Firm, checked: date) -> dict[str, str]:
    kind, group, sort, code = rng.choice(DEVICES)
    return {
        "登记类别": rng.choice(("新设备首次启用", "停用后启用", "单位变更", "使用地址变更")),
        "设备种类": kind,
        "设备类别": group,
        "设备品种": sort,
        "产品名称": sort.removeprefix("第二类"),
        "设备代码": code + numbers.DISTRICT + numbers.digits(rng, 8),
        "型号": rng.choice(("THJ1000/1.75-JXW", "QD20/5-22.5A5", "CPD30-A2", "WNS2-1.25-Y", "C-1.0/0.8")),
        "设计使用年限": f"{rng.choice((10, 15, 20))}年",
        "制造单位名称": firm(rng).name,
        "施工单位名称": firm(rng).name,
        "监督检验机构名称": f"{CITY}特种设备监督检验技术研究院",
        "使用单位名称": one.name,
        "使用单位地址": one.address,
        "使用单位统一社会信用代码": one.code,
        "邮政编码": "3199" + numbers.digits(rng, 2),
        "单位内编号": f"{rng.choice('ABDT')}-{rng.randrange(1, 60):02d}",
        "设备使用地点": premises(rng),
        "投入使用日期": chinese(checked + timedelta(days=10), padded=False),
        "单位固定电话": f"0999-{numbers.digits(rng, 8)}",
        "安全管理员": one.head.name,
        "移动电话": one.head.phone,
        "产权单位名称": one.name,
        "检验机构名称": f"{CITY}特种设备监督检验技术研究院",
        "检验日期": chinese(checked, padded=False),
        "检验结论": rng.choice(("合格", "合格", "复检合格")),
        "下次检验日期": chinese(checked + timedelta(days=365), padded=False),
    }


def equipment_form(rng: random.Random) -> Draft:
    """特种设备使用登记表."""
    one = firm(rng)
    checked = TODAY - timedelta(days=rng.randrange(20, 300))
    rows = _equipment_rows(rng, one, checked)
    labels = {
        "型号": rng.choice(("型号（规格）", "型号")),
        "使用单位统一社会信用代码": rng.choice(("使用单位统一社会信用代码", "统一社会信用代码")),
    }
    for name in rng.sample(["单位内编号", "设计使用年限", "施工单位名称", "单位固定电话", "检验结论", "邮政编码"], 2):
        del rows[name]
    return Draft(
        kind="特种设备使用登记表", title="特种设备使用登记表", layout="table",
        fields=[(labels.get(name, name), value) for name, value in rows.items()], truth=rows,
        paragraphs=["在此申明：所申报的内容真实；在使用过程中，将严格执行《中华人民共和国特种设备安全法》及相关规定，并且接受监督检查。"],
        authority=one.name, authority_label="使用单位", day=chinese(checked + timedelta(days=12), padded=False),
        seal=one.name,
    )  # fmt: skip


def inspection_report(rng: random.Random) -> Draft:
    """检验报告."""
    one, (kind, _, sort, code) = firm(rng), rng.choice(DEVICES)
    checked = TODAY - timedelta(days=rng.randrange(10, 300))
    supervised = rng.random() < 0.5
    house = f"{CITY}特种设备监督检验技术研究院"
    rows = {
        "报告编号": f"{rng.choice(('TJ', 'DT', 'QZ'))}{checked.year}-{numbers.digits(rng, 6)}",
        "使用单位": one.name,
        "设备使用地点": premises(rng),
        "设备名称": sort.removeprefix("第二类"),
        "设备代码": code + numbers.DISTRICT + numbers.digits(rng, 8),
        "产品编号": numbers.digits(rng, 8),
        "制造单位": firm(rng).name,
        "检验类别": "监督检验" if supervised else "定期检验",
        "检验日期": chinese(checked),
        "检验结论": rng.choice(("合格", "合格", "符合要求")),
        "下次检验日期": chinese(checked + timedelta(days=365)),
        "检验机构": house,
    }
    title = (
        f"{kind if len(kind) < 5 else '特种设备'}{'监督检验' if supervised else '定期检验'}报告"
        if rng.random() < 0.7
        else ("特种设备监督检验证书" if supervised else "检验报告")
    )
    shown = [(label, value) for label, value in rows.items() if label not in {"报告编号", "检验机构"}]
    return Draft(
        kind="检验报告", title=title, layout=rng.choice(["table", "tall"]), fields=shown, truth=rows,
        above=[("报告编号", rows["报告编号"])], authority=house, authority_label="检验机构", day=rows["检验日期"],
        day_label="签发日期", seal=house + "检验专用章" if rng.random() < 0.5 else house,
    )  # fmt: skip


def product_certificate(rng: random.Random) -> Draft:
    """产品合格证."""
    maker, (_, _, sort, _) = firm(rng), rng.choice(DEVICES)
    made = TODAY - timedelta(days=rng.randrange(60, 900))
    rows = {
        "产品名称": sort.removeprefix("第二类"),
        "型号规格": rng.choice(("THJ1000/1.75-JXW", "QD20/5-22.5A5", "CPD30-A2", "C-1.0/0.8")),
        "产品编号": numbers.digits(rng, 8),
        "制造许可证编号": f"TS{numbers.digits(rng, 7)}-{rng.randrange(2027, 2030)}",
        "执行标准": rng.choice(("GB/T 7588.1-2020", "GB/T 14405-2011", "GB/T 150.1-2024")),
        "制造日期": chinese(made),
        "制造单位": maker.name,
        "检验员": person(rng).name,
    }
    return Draft(
        kind="产品合格证", title=rng.choice(("产品合格证", "产品质量合格证", "产品合格证")), layout=rng.choice(["tall", "table"]),
        fields=[row for row in rows.items()], truth=rows,
        paragraphs=["本产品经检验，质量符合标准及图样要求，准予出厂。"], authority=maker.name, seal=maker.name + "检验章",
        day=chinese(made),
    )  # fmt: skip


def lease(rng: random.Random, tenant: Firm | None = None) -> Draft:
    """租赁合同."""
    one, owner, since = tenant or firm(rng), person(rng), TODAY - timedelta(days=rng.randrange(10, 400))
    until = date(since.year + rng.choice((2, 3, 5)), since.month, min(since.day, 28))
    area = f"{rng.randrange(30, 900)}平方米"
    truth = {
        "出租方": owner.name, "承租方": one.name, "房屋坐落": one.address, "建筑面积": area,
        "租赁期限": f"{chinese(since, padded=False)}至{chinese(until, padded=False)}",
        "租金": f"{rng.randrange(2, 90) * 1000}元", "签订日期": chinese(since, padded=False),
    }  # fmt: skip
    colon = rng.choice(("：", "："))
    parties = [f"出租方（甲方）{colon}{owner.name}", f"承租方（乙方）{colon}{one.name}"]
    if rng.random() < 0.4:
        parties = [f"甲方（出租方）{colon}{owner.name}", f"乙方（承租方）{colon}{one.name}"]
    body = [
        "根据《中华人民共和国民法典》及有关规定，甲乙双方经协商一致，订立本合同。",
        f"第一条 房屋坐落：{one.address}。",
        f"第二条 建筑面积：{area}。",
        f"第三条 租赁期限：{truth['租赁期限']}。",
        f"第四条 租金：{rng.choice(('每月', '每月人民币'))}{truth['租金']}，按季支付，先付后用。",
        "第五条 乙方将上述房屋用于依法登记的经营活动，不得擅自改变用途。",
        "第六条 本合同一式两份，双方各执一份，自双方签字（盖章）之日起生效。",
    ]
    return Draft(
        kind="租赁合同", title=rng.choice(("房屋租赁合同", "租赁合同", "商铺租赁合同")), layout="letter", truth=truth,
        paragraphs=[*parties, *body], signed=[("出租方（签字）", owner.name), ("承租方（盖章）", one.head.name)],
        day=truth["签订日期"], day_label="签订日期", seal=one.name,
    )  # fmt: skip


def lease_pages(rng: random.Random, tenant: Firm | None = None) -> list[Draft]:
    """租赁合同 on two pages, which say so or do not; the second holds no title."""
    whole, marked = lease(rng, tenant), rng.random() < 0.5
    marks = (
        rng.choice((("第1页 共2页", "第2页 共2页"), ("第 1 页，共 2 页", "第 2 页，共 2 页"))) if marked else ("", "")
    )
    more = [
        "第七条 乙方应当爱护房屋及附属设施，因使用不当造成损坏的，负责修复或者赔偿。",
        "第八条 任何一方提前解除合同，应当提前三十日书面通知对方。",
        "第九条 因履行本合同发生争议，双方协商解决；协商不成的，向房屋所在地人民法院起诉。",
    ]
    first = replace(whole, paragraphs=whole.paragraphs[:-1], signed=[], day="", seal="", page_mark=marks[0])
    first.truth = {name: value for name, value in whole.truth.items() if name != "签订日期"}
    last = replace(whole, title="", paragraphs=[whole.paragraphs[-1], *more], page_mark=marks[1])
    last.truth = {"签订日期": whole.truth["签订日期"]}
    return [first, last]


def mandate(rng: random.Random) -> Draft:
    """授权委托书."""
    one, agent = firm(rng), person(rng)
    day, until = TODAY - timedelta(days=rng.randrange(1, 60)), TODAY + timedelta(days=rng.randrange(30, 300))
    matter = rng.choice(
        ("办理公司变更登记手续", "办理食品经营许可证新办手续", "办理特种设备使用登记手续", "领取营业执照")
    )
    truth = {
        "委托人": one.name, "受托人": agent.name, "受托人身份证号码": agent.number, "委托事项": matter,
        "委托期限": f"{chinese(day, padded=False)}至{chinese(until, padded=False)}", "委托日期": chinese(day, padded=False),
    }  # fmt: skip
    fields = [(rng.choice(("委托人", "委托单位")), one.name), (rng.choice(("受托人", "被委托人", "代理人")), agent.name),
              (rng.choice(("身份证号码", "身份证号", "公民身份号码")), agent.number), ("委托事项", matter), ("委托期限", truth["委托期限"])]  # fmt: skip
    return Draft(
        kind="授权委托书", title=rng.choice(("授权委托书", "委托书", "授权委托书")), layout="letter", fields=fields, truth=truth,
        paragraphs=["兹委托上述受托人作为我方代理人，代为办理上述事项。受托人在权限范围内签署的文件，我方均予承认。"],
        signed=[("法定代表人（签字）", one.head.name), ("受托人（签字）", agent.name)], authority=one.name,
        authority_label=rng.choice(("委托人（盖章）", "")), day=truth["委托日期"], seal=one.name,
    )  # fmt: skip


def articles(rng: random.Random) -> Draft:
    """公司章程, its first page."""
    one, others = firm(rng), [person(rng) for _ in range(rng.choice((1, 2, 3)))]
    day = chinese(one.founded_on, padded=False)
    truth = {
        "公司名称": one.name, "住所": one.address, "经营范围": one.scope, "注册资本": one.capital,
        "股东": "、".join(person.name for person in others), "签署日期": day,
    }  # fmt: skip
    body = [
        "第一章 总则",
        "第一条 依据《中华人民共和国公司法》及有关法律、法规的规定，由全体股东共同出资设立公司，特制定本章程。",
        f"第二条 公司名称：{one.name}。",
        f"第三条 公司住所：{one.address}。",
        "第二章 经营范围",
        f"第四条 公司经营范围：{one.scope}",
        "第三章 注册资本",
        f"第五条 公司注册资本：{one.capital}。",
        f"第六条 股东姓名：{truth['股东']}。",
        "第七条 公司股东会由全体股东组成，是公司的权力机构。",
    ]
    return Draft(
        kind="公司章程", title=rng.choice((f"{one.name}章程", "公司章程")), layout="letter", truth=truth, paragraphs=body,
        signed=[("全体股东签字", "　".join(person.name for person in others))], day=day, day_label="签署日期",
    )  # fmt: skip


def resolution(rng: random.Random) -> Draft:
    """股东会决议."""
    one, others = firm(rng), [person(rng) for _ in range(rng.choice((2, 3)))]
    day = chinese(TODAY - timedelta(days=rng.randrange(2, 200)), padded=False)
    matter = rng.choice((
        f"同意公司住所变更为{premises(rng)}", f"同意免去{others[0].name}的执行董事职务，选举{others[1].name}为执行董事",
        "同意公司经营范围增加餐饮服务", "同意注销公司，并成立清算组",
    ))  # fmt: skip
    truth = {"公司名称": one.name, "会议时间": day, "会议地点": one.address, "决议事项": matter}
    body = [
        f"会议时间：{day}", f"会议地点：{one.address}", "会议性质：临时股东会会议",
        f"{one.name}股东会会议应到股东{len(others)}人，实到股东{len(others)}人，代表公司表决权的100%，符合公司法和公司章程的规定。",
        f"经全体股东一致表决通过，决议如下：{matter}。",
    ]  # fmt: skip
    return Draft(
        kind="股东会决议", title=rng.choice(("股东会决议", f"{one.name}股东会决议")), layout="letter", truth=truth,
        fields=[("公司名称", one.name)] if rng.random() < 0.5 else [], paragraphs=body,
        signed=[("全体股东（签字）", "　".join(person.name for person in others))], day=day, seal=one.name,
    )  # fmt: skip


def site_proof(rng: random.Random) -> Draft:
    """场地使用证明, counted as 租赁合同."""
    one, day = firm(rng), chinese(TODAY - timedelta(days=rng.randrange(1, 100)), padded=False)
    owner = f"{CITY}{rng.choice(PLACES)}望江社区居民委员会"
    truth = {"出租方": owner, "承租方": one.name, "房屋坐落": one.address, "签订日期": day}
    return Draft(
        kind="租赁合同", title="场地使用证明", layout="letter", truth=truth,
        fields=[("产权人", owner), ("使用人", one.name), ("房屋坐落", one.address)],
        paragraphs=["兹证明上述房屋由产权人提供给使用人作为经营场所使用，产权清晰，不属于违法建筑。特此证明。"],
        authority=owner, day=day, seal=owner,
    )  # fmt: skip
