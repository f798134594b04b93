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
    places: tuple[tuple[float, float], ...] = ()  # left and right of each character that is no blank, where known

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


# Characters that recognisers return in their traditional or old form; papers of the mainland print the second.
_TRADITIONAL: Final = (
    "廈厦粵粤廣广東东號号門门區区縣县鄉乡鎮镇國国營营業业執执證证書书許许經经範范圍围類类資资註注冊册設设備备種种檢检"
    "驗验報报關关機机構构產产權权動动車车電电話话間间層层樓楼張张陳陈楊杨趙赵吳吴鄭郑馮冯鄧邓馬马劉刘韓韩葉叶蘇苏呂吕"
    "盧卢鐘钟譚谭陸陆賈贾韋韦鄒邹龍龙賀贺顧顾錢钱湯汤嚴严華华偉伟麗丽強强軍军濤涛傑杰剛刚蘭兰曉晓紅红鵬鹏雲云鳳凤靈灵"
    "寶宝慶庆學学師师醫医藥药飲饮飯饭館馆廳厅銀银貿贸務务發发術术諮咨詢询處处辦办員员單单據据記记載载長长萬万億亿圓圆"
    "貳贰參叁簽签職职稱称準准則则銷销質质計计劃划領领導导組组織织壓压鍋锅爐炉場场內内專专橋桥維维護护從从戶户鄰邻園园"
    "綠绿灣湾潤润澤泽豐丰聯联匯汇達达遠远運运輸输進进於于與与為为無无個个體体應应當当實实際际對对請请別别傳传價价優优"
    "會会偽伪側侧債债傷伤僅仅兩两兒儿寫写凍冻減减幣币幹干廠厂廚厨彈弹後后徵征恆恒慣惯戰战擔担損损搶抢擇择攜携敗败敵敌"
    "數数斷断時时晝昼暫暂曆历條条極极榮荣樂乐樣样樹树橫横檔档櫃柜歐欧歲岁歷历殘残氣气決决沒没況况測测湊凑滿满漢汉漁渔"
    "濟济濱滨瀏浏烏乌熱热爾尔獎奖獨独現现環环瑪玛畢毕畫画異异療疗瘋疯盡尽監监盤盘眾众矽硅礦矿碼码確确禮礼禦御稅税積积"
    "穩稳窮穷競竞筆笔節节簡简糧粮約约級级紀纪純纯紙纸細细終终結结給给統统絲丝網网綜综線线緣缘編编緩缓練练緊紧縮缩總总"
    "績绩繳缴繼继續续罰罚羅罗義义習习聖圣聞闻聲声肅肃膠胶臨临舉举興兴舊旧艙舱藝艺蓋盖莊庄萊莱蔣蒋薩萨蕭萧虛虚蟲虫衛卫"
    "補补裝装製制複复見见規规視视覺觉覽览觀观訂订訓训討讨託托訪访訴诉診诊評评詞词試试詳详認认語语誠诚誤误說说課课調调"
    "談谈論论諾诺謝谢識识譯译議议讀读變变讓让貝贝負负財财責责貨货販贩貫贯貴贵買买費费貼贴賓宾賣卖賠赔賬账購购賽赛贈赠"
    "趕赶跡迹踐践軌轨軟软較较輔辅輕轻輛辆輪轮轉转轄辖農农連连週周遊游過过還还邊边郵邮醬酱釀酿釋释針针鈔钞鋁铝鋼钢錄录"
    "錦锦鍵键鏈链鏡镜鐵铁鑒鉴閉闭開开閑闲閱阅閣阁闊阔隊队陽阳階阶隨随險险雙双雜杂離离難难雞鸡霧雾靜静韻韵響响頁页頂顶"
    "項项順顺須须預预頒颁頓顿頭头題题額额顏颜願愿顯显風风飛飞養养餘余騎骑驅驱髮发鮮鲜魚鱼鳥鸟鹽盐麥麦麵面黃黄點点黨党"
    "齊齐齒齿龔龚巖岩嵐岚嶺岭島岛峽峡崗岗壩坝墊垫塊块壞坏壽寿夢梦夠够奪夺妝妆婦妇嬌娇孫孙寧宁審审寬宽尋寻屆届屬属岡冈"
    "帶带幫帮廟庙彙汇徑径復复憑凭懷怀戲戏掃扫掛挂採采換换揚扬擁拥擬拟擴扩摺折攝摄攤摊啟启問问喬乔嚐尝團团圖图堅坚塗涂"
    "塵尘墻墙牆墙勞劳勝胜勢势勵励勳勋協协卻却廁厕"
)
_SIMPLE: Final = str.maketrans({old: new for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)})
_NARROW: Final = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "})
_MARKS: Final = str.maketrans("﹕∶︰〔〕【】–—－～~•．", ":::[][]-----·.")
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
