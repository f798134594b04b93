"""How words are compared: one width, one case, simplified characters; what people say around a matter; what they do.

House rules, all of them: no law says how to search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final

QUERY_CHARACTERS: Final = 120
"""What of a query is looked at; the rest of ten thousand characters says nothing more."""

_TRADITIONAL = (
    "開开飯饭館馆餐餐營营業业執执照照辦办證证書书註注冊册銷销變变更更設设個个體体戶户經经食食許许頒颁發发領领換换補补遺遗"
    "結结婚婚離离雙双戀恋親亲屬属關关係系繼继遺遗產产動动買买賣卖過过戶户轉转讓让稅税務务財财報报繳缴費费險险醫医療疗藥药"
    "檢检驗验計计師师護护產产婦妇嬰婴兒儿童童學学校校師师資资格格認认機机構构關关門门廳厅處处縣县區区鄉乡鎮镇國国際际"
    "華华東东廣广東东灣湾臺台澳澳門门陸陆線线網网絡络電电話话腦脑車车輛辆駕驾駛驶運运輸输鐵铁飛飞機机場场舊旧新新類类種种"
    "聯联合合組组織织協协會会員员團团黨党軍军隊队優优待待殘残疾疾貧贫窮穷難难災灾環环保保節节約约備备案案審审批批準准許许"
    "請请問问題题麼么怎怎樣样嗎吗呢呢這这裡里裏里那那誰谁為为甚什時时間间長长短短錢钱單单據据條条件件規规則则標标誌志識识"
    "對对錯错應应當当須须從从來来後后前前還还沒没無无與与於于個个們们進进遠远邊边達达選选擇择確确實实質质量量製制造造廠厂"
    "礦矿業业農农漁渔鹽盐糧粮飲饮館馆廚厨麵面點点雜杂貨货倉仓庫库儲储氣气罐罐鍋锅爐炉壓压梯梯樓楼層层房房屋屋築筑塗涂"
    "牆墙牌牌號号碼码郵邮遞递傳传訊讯視视頻频圖图紙纸筆笔張张頁页複复印印簽签章章蓋盖寫写讀读聽听說说講讲語语詞词譯译"
    "歲岁歷历屆届屍尸葬葬墳坟喪丧終终歸归僑侨籍籍遷迁徙徙搬搬離离職职勞劳動动僱雇傭佣薪薪養养老老退退休休傷伤亡亡補补償偿"
    "貸贷款款債债權权抵抵質质擔担股股東东資资產产額额價价值值銀银行行賬账帳账戶户幣币貿贸易易稅税關关進进出出口口貨货"
    "畫画劇剧藝艺術术樂乐遊游戲戏園园館馆觀观衛卫生生潔洁衝冲擊击爾尔爺爷媽妈爸爸夥伙夠够幾几嚴严徵征復复愛爱態态慶庆"
    "響响項项順顺預预領领顧顾顯显願愿顏颜風风飄飘驚惊魚鱼鳥鸟鳳凤齊齐齒齿龍龙龜龟總总績绩繪绘續续純纯紅红級级緩缓編编練练"
    "滿满漢汉潛潜濟济濱滨為为煙烟熱热燈灯燒烧獎奖獲获獨独獄狱現现璃璃瑪玛盡尽監监盤盘眾众睜睁矯矫碩硕禮礼離离積积穩稳"
    "窗窗競竞筆笔範范簡简籃篮糾纠納纳紀纪終终絕绝給给統统經经維维綠绿緊紧緣缘縮缩繁繁織织罰罚羅罗聖圣聞闻聲声聰聪肅肃"
    "腳脚臨临舉举興兴艦舰艱艰莊庄蘇苏藍蓝蘭兰虛虚蟲虫術术補补裝装複复襲袭訂订討讨訓训託托記记訪访診诊詢询試试詩诗該该詳详"
    "誠诚誤误課课調调談谈論论諮咨講讲謝谢證证譜谱警警議议護护譽誉豐丰負负貢贡貫贯責责貴贵貼贴賀贺賊贼賓宾賞赏賠赔賢贤"
    "賴赖購购贈赠贏赢趕赶跡迹踐践軌轨軟软較较載载輔辅輕轻輩辈輪轮辭辞違违遙遥適适遲迟遺遗釋释針针鈴铃銅铜銘铭鋼钢錄录"
    "錶表鏡镜鐘钟閉闭閒闲閱阅闆板陣阵陰阴陳陈階阶隨随隱隐雖虽雲云靈灵靜静頂顶頭头額额飾饰飽饱駐驻騎骑騙骗鬆松"
)
_SIMPLE: Final = str.maketrans(
    {
        _TRADITIONAL[n]: _TRADITIONAL[n + 1]
        for n in range(0, len(_TRADITIONAL), 2)
        if _TRADITIONAL[n] != _TRADITIONAL[n + 1]
    }
)
_MARKS = re.compile(r"[\W_]+")
_TAGS = re.compile(r"<[^<>]{0,80}>")

_AROUND = re.compile(
    "请问一下|请问|想问一下|想问问|问一下|我们想|我想要|我想|我要|想要|打算|准备要|麻烦问|你好|您好|"
    "需要哪些|需要什么|需要啥|要哪些|要什么|要啥|都有哪些|有哪些|需要|要办啥|要办什么|怎么办理|怎么办|怎么弄|如何办理|"
    "怎样办理|在哪里办|在哪儿办|在哪办|到哪里办|去哪里办|到哪办|去哪儿办|哪里办|去哪办|去哪里|在哪里|在哪儿|"
    "咋办|咋弄|咋整|办啥|什么手续|啥手续|手续|材料|流程|办理|一下|什么|怎么|怎样|如何|可以|应该|应当|"
    "能不能|行不行|好不好|是不是|有没有"
)
_EDGES = re.compile("^(?:[我你您咱要想去请把给]|办(?=.{2}))+|[吗呢啊呀吧哦嘛了啥咋的]+$")


class Deed(StrEnum):
    """What is done to the thing: told apart, since one thing is set up, changed and ended under three items."""

    SET_UP = "set_up"
    CHANGE = "change"
    EXTEND = "extend"
    END = "end"
    REPLACE = "replace"
    REVOKE = "revoke"
    LOOK_UP = "look_up"


_DEEDS: Final[Mapping[Deed, re.Pattern[str]]] = {
    Deed.SET_UP: re.compile("设立|新办|新建|新设|初次|首次|开办|成立|注册公司|新申请|新开|申领|核发"),
    Deed.CHANGE: re.compile("变更|变动|更改|修改|更换|更名|改名|调整|迁移|[要想]改|改成|改为|换成|换人"),
    Deed.EXTEND: re.compile("延续|续期|延期|续展|续证|换证|到期|过期"),
    Deed.END: re.compile("注销|终止|停办|关闭|销户|解散|歇业|停业|销掉|关门|倒闭|不[干开做]了|解除|解押"),
    Deed.REPLACE: re.compile("补领|补办|补发|补证|遗失|丢失|换发|挂失|丢了|换领|补换"),
    Deed.REVOKE: re.compile("撤销|撤回|取消|无效"),
    Deed.LOOK_UP: re.compile("查询|查阅|查看|查一查|进度|信息公开|公示"),
}


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """As compared: one width, one case, simplified, without blanks, tags and marks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _MARKS.sub("", _TAGS.sub("", folded)).translate(_SIMPLE)


def parts(text: str) -> list[str]:
    """The same, but kept apart where a mark or a blank stood."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return [part for part in _MARKS.split(_TAGS.sub(" ", folded).translate(_SIMPLE)) if part]


def asked(query: str) -> str:
    """A query as it is looked at: plain, and cut where it goes on for too long."""
    return plain(query[: QUERY_CHARACTERS * 4])[:QUERY_CHARACTERS]


def meant(plain_query: str) -> str:
    """What is left of a plain query without what people say around their matter; never nothing."""
    left = _EDGES.sub("", _AROUND.sub("", plain_query))
    return left or plain_query


def deeds(text: str) -> frozenset[Deed]:
    """What the words say is done."""
    return frozenset(deed for deed, words in _DEEDS.items() if words.search(text))
