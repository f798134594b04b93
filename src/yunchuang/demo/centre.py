"""云溪区政务服务中心, an imagined hall of an imagined district: bodies, plan, lines and windows.

The names of the hall's areas are those of the district centre that the product was thought out for; everything else,
numbers and codes included, is invented. District 319900 does not exist.
"""

from __future__ import annotations

from datetime import time

from yunchuang.apps.places import services as places
from yunchuang.apps.places.services import Week

HALL = "yunxi"
DISTRICT = "319900"
DEMO_HOURS_NOTE = "演示时段：全天开放取号，方便随时试用；真实大厅为工作日 9:00–17:00。"

ALL_DAY: Week = {weekday: [(time.min, time.max)] for weekday in range(1, 8)}
"""Demo hours: whoever tries the demo at night or on Sunday finds it open."""
SATURDAY_MORNING: Week = {6: [(time(9), time(12))]}
"""One line with real hours, so that a closed window is seen too."""

# code, name, short name, unified social credit code (right check character, invalid district: of nobody)
BODIES = (
    ("centre", "云溪区政务服务中心", "政务服务中心", "12319900YX0000050L"),
    ("market", "云溪区市场监督管理局", "市场监管", "11319900YX0000018C"),
    ("veterans", "云溪区退役军人事务局", "退役军人", "11319900YX00000267"),
    ("marriage", "云溪区民政局婚姻登记中心", "婚姻登记", "11319900YX00000342"),
    ("union", "云溪区总工会", "工会", "81319900YX0000042M"),
    ("property", "云溪区不动产登记事务中心", "不动产登记", "12319900YX0000077C"),
    ("community", "云溪街道社区事务受理服务中心", "社区事务受理", "12319900YX00000857"),
)

# code, name, note, x, y, width, height on a plan of 1200 × 720
ZONES = (
    ("market", "市场监管", "企业登记、食品药品许可、特种设备。" + DEMO_HOURS_NOTE, 40, 40, 720, 190),
    ("delta", "长三角跨省通办专窗", "当地受理、异地审批、当地发证。", 790, 40, 370, 190),
    ("consult", "综合咨询窗口", "不知道找谁，先来这里问。", 40, 262, 240, 190),
    ("waiting", "等候区", "取了号可以在这里坐，也可以在家里等。", 312, 262, 516, 190),
    ("remote", "远程虚拟窗口", "窗口人员在别的楼里，通过视频办理。", 860, 262, 300, 250),
    ("help", "帮办服务区", "帮您填表、拍材料。", 40, 484, 240, 196),
    ("unsolved", "「办不成事」反映窗口", "没有办成的事，在这里说。", 312, 484, 240, 196),
    ("self-service", "自助服务区（24 小时）", "自助终端，全天可用。", 860, 544, 300, 136),
)

# code, body, name, prefix, seconds a person usually takes, hours
LINES = (
    ("registration", "market", "企业和个体登记", "A", 900, ALL_DAY),
    ("permits", "market", "食品药品许可", "B", 720, ALL_DAY),
    ("equipment", "market", "特种设备和计量", "C", 780, ALL_DAY),
    ("saturday", "market", "周六延时服务", "D", 600, SATURDAY_MORNING),
    ("delta", "market", "长三角跨省通办", "E", 900, ALL_DAY),
    ("veterans", "veterans", "退役军人", "F", 600, ALL_DAY),
    ("union", "union", "工会（职工）", "G", 600, ALL_DAY),
    ("property", "property", "不动产登记", "H", 900, ALL_DAY),
    ("marriage", "marriage", "婚姻登记预约", "J", 480, ALL_DAY),
    ("consult", "centre", "综合咨询", "K", 300, ALL_DAY),
    ("help", "centre", "帮办服务", "L", 900, ALL_DAY),
    ("unsolved", "centre", "「办不成事」反映", "M", 900, ALL_DAY),
)

# line, zone, number, name, x, y (middle of the counter), is it remote
WINDOWS = (
    ("registration", "market", "1", "1 号窗口", 105, 165, False),
    ("registration", "market", "2", "2 号窗口", 223, 165, False),
    ("permits", "market", "3", "3 号窗口", 341, 165, False),
    ("permits", "market", "4", "4 号窗口", 459, 165, False),
    ("equipment", "market", "5", "5 号窗口", 577, 165, False),
    ("saturday", "market", "6", "6 号窗口", 695, 165, False),
    ("delta", "delta", "7", "7 号窗口", 885, 165, False),
    ("delta", "delta", "8", "8 号窗口", 1065, 165, False),
    ("consult", "consult", "9", "9 号窗口", 105, 387, False),
    ("consult", "consult", "10", "10 号窗口", 215, 387, False),
    ("help", "help", "11", "11 号窗口", 160, 615, False),
    ("unsolved", "unsolved", "12", "12 号窗口", 432, 615, False),
    ("veterans", "remote", "R1", "退役军人远程窗口", 935, 355, True),
    ("union", "remote", "R2", "工会（职工）远程窗口", 1085, 355, True),
    ("property", "remote", "R3", "不动产远程窗口", 935, 462, True),
    ("marriage", "remote", "R4", "婚姻登记远程窗口", 1085, 462, True),
)


def build() -> tuple[dict[str, int], dict[str, int]]:
    """Make the hall and return row numbers: bodies by code, lines by code."""
    bodies = {
        code: places.make_body(code=code, name=name, short_name=short, credit_code=credit)
        for code, name, short, credit in BODIES
    }
    hall_id = places.make_hall(
        code=HALL,
        name="云溪区政务服务中心",
        district_code=DISTRICT,
        address="云溪区云溪路 1 号（虚构）",
        phone="000-12345678（虚构）",
        width_px=1200,
        height_px=720,
    )
    lines = {
        code: places.make_window_class(
            body_id=bodies[body],
            hall_id=hall_id,
            code=code,
            name=name,
            prefix=prefix,
            default_service_s=service_s,
            hours=hours,
        )
        for code, body, name, prefix, service_s, hours in LINES
    }
    _windows(lines, _zones(hall_id))
    return bodies, lines


def _zones(hall_id: int) -> dict[str, int]:
    return {
        code: places.make_zone(
            hall_id=hall_id,
            code=code,
            name=name,
            note=note,
            x_px=x_px,
            y_px=y_px,
            width_px=width_px,
            height_px=height_px,
        )
        for code, name, note, x_px, y_px, width_px, height_px in ZONES
    }


def _windows(lines: dict[str, int], zones: dict[str, int]) -> None:
    for line, zone, number, name, x_px, y_px, is_remote in WINDOWS:
        places.make_window(
            window_class_id=lines[line],
            zone_id=zones[zone],
            number=number,
            name=name,
            x_px=x_px,
            y_px=y_px,
            is_remote=is_remote,
        )
