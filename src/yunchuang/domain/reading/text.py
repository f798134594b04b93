"""Text as it was read: lines with boxes, and the writing of it that rules compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares of the page's width and height in its upright position (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: where it stands on the upright page (pixels) and how sure the reader is (0 to 1)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    confidence: float = 1.0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


# Characters that recognisers return in their traditional or old form; papers of the mainland print the second.
_TRADITIONAL: Final = (
    "廈厦粵粤廣广東东號号門门區区縣县鄉乡鎮镇國国營营業业執执照照證证書书許许經经範范圍围類类資资註注冊册設设備备種种"
    "檢检驗验報报關关機机構构產产權权動动車车電电話话間间層层樓楼張张陳陈楊杨趙赵吳吴鄭郑馮冯鄧邓馬马劉刘許许韓韩葉叶蘇苏"
    "呂吕盧卢鐘钟譚谭陸陆賈贾韋韦鄒邹龍龙賀贺顧顾錢钱湯汤嚴严華华偉伟麗丽強强軍军濤涛傑杰剛刚蘭兰霞霞曉晓紅红鵬鹏雲云鳳凤"
    "靈灵寶宝慶庆學学師师醫医藥药飲饮飯饭館馆廳厅銀银貿贸務务發发術术諮咨詢询處处辦办員员單单據据記记載载長长萬万億亿圓圆"
    "貳贰參叁陸陆簽签職职稱称準准則则產产銷销質质計计劃划領领導导組组織织壓压鍋锅爐炉場场內内專专橋桥門门維维護护從从業业"
    "戶户鄰邻園园綠绿灣湾潤润澤泽豐丰聯联匯汇達达遠远運运輸输進进達达於于與与為为無无個个體体應应當当實实際际對对請请"
)
_SIMPLE: Final = str.maketrans({old: new for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)})
_NARROW: Final = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "})
_MARKS: Final = str.maketrans({"﹕": ":", "∶": ":", "︰": ":", "〔": "[", "〕": "]", "【": "[", "】": "]", "–": "-", "—": "-", "－": "-", "～": "-", "~": "-", "·": "·", "•": "·", "．": "."})  # fmt: skip
_CHINESE: Final = "一-鿿㐀-䶿"
_WIDE_SIGNS: Final = str.maketrans({"(": "（", ")": "）", ":": "：", ";": "；", ",": "，"})


def plain(text: str) -> str:
    """Return the text as rules compare it: simplified, narrow signs, no blanks."""
    narrow = text.translate(_NARROW).translate(_MARKS).translate(_SIMPLE)
    return "".join(narrow.split())


def printed(text: str) -> str:
    """Return plain text as Chinese papers print it: wide signs where Chinese characters stand beside them."""
    if not re.search(f"[{_CHINESE}]", text):
        return text
    out, open_wide = [], False
    for place, char in enumerate(text):
        beside = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
        wide = bool(re.search(f"[{_CHINESE}（）]", beside))
        if char == "(" and wide:
            open_wide = True
        elif char == ")":  # a bracket that was opened wide is closed wide
            wide, open_wide = wide or open_wide, False
        out.append(char.translate(_WIDE_SIGNS) if wide else char)
    return "".join(out)


def chinese_share(text: str) -> float:
    """How much of the text is Chinese characters."""
    return len(re.findall(f"[{_CHINESE}]", text)) / max(1, len(text))
