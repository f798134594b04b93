"""Pictures that are none of the kinds: a reader should say so."""

from __future__ import annotations

import random

from yunchuang.demo.papers.documents import TODAY
from yunchuang.demo.papers.layouts import Draft, draw
from yunchuang.demo.papers.people import chinese, firm, person
from yunchuang.demo.papers.sheet import Sheet


def stranger(rng: random.Random) -> tuple[Sheet, Draft]:
    """An invoice, a menu, a note, a diploma, a notice, or a picture of a cat."""
    return rng.choice((_paper, _paper, _paper, _cat))(rng)


def _paper(rng: random.Random) -> tuple[Sheet, Draft]:
    one, who = firm(rng), person(rng)
    day = chinese(TODAY)
    draft = rng.choice((
        Draft("", "送货单", "table", fields=[("收货单位", one.name), ("联系电话", who.phone), ("货物名称", "瓷砖"), ("数量", "120箱"), ("单价", "85元"), ("合计", "10200元")], day=day),
        Draft("", "今日菜单", "letter", paragraphs=["宫保鸡丁 28元", "鱼香肉丝 26元", "清炒时蔬 18元", "米饭 2元", "本店欢迎您的光临，祝您用餐愉快。"]),
        Draft("", "毕业证书", "wide", fields=[("学生", who.name), ("专业", "机械设计制造及其自动化"), ("学制", "四年")], authority="云汀理工学院", day=day, seal="云汀理工学院"),
        Draft("", "停水通知", "letter", paragraphs=["因管道检修，本小区定于本周六上午八时至下午五时停水，请各位居民提前做好储水准备。"], authority="望江社区物业服务中心", day=day),
        Draft("", "电子客票行程单", "table", fields=[("旅客姓名", who.name), ("航班", "YC1024"), ("日期", day), ("票价", "860元")]),
        Draft("", "劳动合同", "letter", paragraphs=[f"用人单位：{one.name}", f"劳动者：{who.name}", "双方本着平等自愿的原则签订本合同，试用期三个月。", "工作内容：设备维护。", "劳动报酬：每月8000元。"], day=day, seal=one.name),
        Draft("", "普通发票", "table", fields=[("购买方", one.name), ("销售方", firm(rng).name), ("金额", "3200.00"), ("税率", "6%"), ("开票人", who.name)], day=day),
    ))  # fmt: skip
    return draw(draft, rng), draft


def _cat(rng: random.Random) -> tuple[Sheet, Draft]:
    sheet = Sheet(1200, 900, rng, paper=(rng.randrange(120, 200), rng.randrange(150, 210), rng.randrange(120, 190)))
    fur = rng.choice(((90, 90, 95), (205, 140, 70), (240, 235, 225)))
    x, y, r = rng.randrange(400, 800), rng.randrange(350, 550), rng.randrange(150, 230)
    for side in (-1, 1):
        ear = [
            (x + side * r * 0.95, y - r * 1.35),
            (x + side * r * 0.25, y - r * 0.8),
            (x + side * r * 0.95, y - r * 0.3),
        ]
        sheet.draw.polygon(ear, fill=fur)
    sheet.draw.ellipse((x - r, y - r, x + r, y + r), fill=fur)
    sheet.draw.ellipse((x - r * 1.3, y + r * 0.6, x + r * 1.3, y + r * 2.4), fill=fur)
    for side in (-1, 1):
        eye = x + side * r * 0.4
        sheet.draw.ellipse((eye - r * 0.15, y - r * 0.25, eye + r * 0.15, y + r * 0.1), fill=(120, 170, 60))
        sheet.draw.line((x, y + r * 0.35, x + side * r * 1.3, y + r * 0.25), fill=(30, 30, 30), width=3)
    return sheet, Draft("", "", "cat")
