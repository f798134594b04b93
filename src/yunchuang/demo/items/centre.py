"""What the centre's own windows do for people who do not know where to go: asking, being helped, being heard."""

from __future__ import annotations

from datetime import date

from yunchuang.apps.catalog.services import ItemDraft
from yunchuang.demo.items.words import EXAMPLE, Published

SINCE = date(2026, 1, 1)
STEPS = ("取号连线窗口", "说明情况", "窗口当场答复，或者转给能办的窗口")

ITEMS = [
    Published(
        ItemDraft(
            code=code,
            name=name,
            summary=summary,
            words=words,
            served_for="both",
            steps=STEPS,
            trust=EXAMPLE,
            can_file_online=False,
            effective_on=SINCE,
            position=position,
        ),
        "centre",
        (line,),
    )
    for code, line, name, summary, words, position in (
        (
            "consult",
            "consult",
            "综合咨询",
            "不知道该办哪一项、该找哪个窗口，先来这里问。",
            "咨询 问一问 不知道找谁 找人问 人工 怎么办事",
            40,
        ),
        (
            "helping",
            "help",
            "帮办服务",
            "不会填表、不会拍材料，帮办员在视频里一步一步带着您做。",
            "帮办 不会填 不会用 老人 帮忙",
            41,
        ),
        (
            "unsolved",
            "unsolved",
            "「办不成事」反映",
            "材料交了、窗口去了，事情还是没有办成，在这里说。",
            "投诉 反映 办不成 没办成 意见",
            42,
        ),
    )
]
