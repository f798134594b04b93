"""Fifty thousand items made from the real ones of one province, for figures of size: seeded, the same every time.

The first items are the real ones as they stand. The rest are copies as another district would have them: another
area and body, a code of the same make with valid check characters (so that what parses codes is put to work), names
that differ a little, other limits and phones. Items, districts and bodies so made do not exist.

    python -m benchmarks.fifty_thousand OUT.jsonl[.gz] [--data ../shared/data] [--count 50000] [--seed 1]
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.report import tell

ITEMS_FILE = "items-guangdong.jsonl.gz"
COUNT, SEED = 50_000, 1
_PLACES = "东西南北中上下新古清云白青金石玉桐榆柳松竹兰梅桂枫溪江河湖海山岭岗塘桥亭台安平和兴隆泰康宁远"
_KINDS = ("区", "县", "市")
_SUFFIXES = (
    "",
    "",
    "",
    "",
    "（首次）",
    "（变更）",
    "（延续）",
    "（注销）",
    "（补发）",
    "（个人）",
    "（企业）",
    "（网上办）",
)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100
_ORG = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # GB 11714


def read(folder: Path) -> list[dict[str, Any]]:
    """The real items, in order of their codes."""
    with gzip.open(folder / ITEMS_FILE, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def make(real: list[dict[str, Any]], *, count: int = COUNT, seed: int = SEED) -> Iterator[dict[str, Any]]:
    """``count`` items: the real ones first, then copies of other districts."""
    dice = random.Random(seed)
    yield from real[:count]
    made = len(real)
    while made < count:
        district = _district(dice)
        bodies: dict[str, str] = {}
        for item in real[: count - made]:
            yield _copy(item, district, bodies, dice)
            made += 1


def _district(dice: random.Random) -> tuple[str, str]:
    name = "".join(dice.sample(_PLACES, 2)) + dice.choice(_KINDS)
    return f"99{dice.randrange(100, 10_000):04d}", name


def _copy(
    item: dict[str, Any], district: tuple[str, str], bodies: dict[str, str], dice: random.Random
) -> dict[str, Any]:
    area, place = district
    old_org = item["ORGCODE"]
    org = bodies.setdefault(old_org, _org_code(dice))
    code = item["TASK_CODE"]
    suffix = dice.choice(_SUFFIXES)
    body = item["DEPT_NAME"].replace("广东省", "").replace("广州市", "").lstrip("省")
    copy = item | {
        "TASK_CODE": _credit_code("11", area, org) + code[18:],
        "ORGCODE": org,
        "AREACODE": area,
        "AREA_CODE_TEXT": place,
        "matter_level": "区级",
        "district": "区级",
        "DEPT_NAME": place + body,
        "TASK_NAME": item["TASK_NAME"].replace("广东省", place).replace("广州市", place) + suffix,
        "handle_time_limit": f"{dice.randint(1, 20)}(工作日)",
        "consult_phone": f"000-{dice.randrange(10**8):08d}",
        "complain_phone": f"000-{dice.randrange(10**8):08d}",
    }
    if suffix:
        copy["subTaskName"] = suffix.strip("（）")
    return copy


def _org_code(dice: random.Random) -> str:
    body = "".join(dice.choice(_ORG[:10] + "MWA") for _ in range(8))
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    left = 11 - sum(_ORG.index(char) * weight for char, weight in zip(body, weights, strict=True)) % 11
    return body + {10: "X", 11: "0"}.get(left, str(left))


def _credit_code(kind: str, area: str, org: str) -> str:
    body = kind + area + org
    total = sum(_CREDIT.index(char) * pow(3, n, 31) for n, char in enumerate(body) if char in _CREDIT)
    return body + _CREDIT[(31 - total % 31) % 31]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, nargs="?", help="without it they are only counted")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    told = parser.parse_args()
    if not (told.data / ITEMS_FILE).exists():
        print(f"{told.data / ITEMS_FILE} is not there: name its folder with --data")
        return 2
    if told.out is None:
        codes = [item["TASK_CODE"] for item in make(read(told.data), count=told.count, seed=told.seed)]
        return tell({"items": len(codes), "codes_twice": len(codes) - len(set(codes))}, {"codes_twice": ("≤", 0)})
    opened = gzip.open if told.out.suffix == ".gz" else open
    with opened(told.out, "wt", encoding="utf-8") as out:
        for item in make(read(told.data), count=told.count, seed=told.seed):
            out.write(json.dumps(item, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
