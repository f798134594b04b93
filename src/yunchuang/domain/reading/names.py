"""Names of authorities and of people: what they are made of, so that an unclear picture is read as the likely one.

An authority is a place and an office, 望川市云汀区 市场监督管理局. Offices are few and the same everywhere, the city is
most often the one that the paper names elsewhere, and the districts of a city are few. A person has one of a few
hundred family names. Nothing of this overrules what can be seen: a part that fits weighs as much as the picture may
speak against it, and no more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

OFFICES: Final = (
    "市场监督管理局", "药品监督管理局", "行政审批局", "行政审批服务局", "税务局", "公安局", "民政局", "自然资源局",
    "自然资源和规划局", "不动产登记中心", "退役军人事务局", "人民武装部", "卫生健康委员会", "卫生健康局",
    "住房和城乡建设局", "生态环境局", "应急管理局", "消防救援支队", "消防救援大队", "农业农村局", "文化和旅游局",
    "人力资源和社会保障局", "教育局", "司法局", "交通运输局", "城市管理局", "特种设备检验研究院", "特种设备检测研究院",
    "特种设备安全检验研究院", "特种设备监督检验技术研究院", "特种设备监督检验研究院", "产品质量监督检验院",
    "人民政府", "管理委员会", "有限公司",
)  # fmt: skip
ABOVE: Final = "国家税务总局"  # stands before the place
DISTRICTS: Final = ("区", "县", "市", "旗")
PART_WEIGHS: Final = 8.0
"""Nats. Measured on drawn papers of a development seed (docs/adr/0044): of 123 names of another city that differs in
one letter, one was turned to the paper's own."""
FAR_OFF: Final = 2  # letters of a place that may have been read otherwise
_CITY: Final = re.compile(r"^(?:[一-鿿]{2,3}省|[一-鿿]{2,8}自治区)?([一-鿿]{2,5}?市)(?!场)")

FAMILY: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤"
    "花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄"
    "米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万"
    "支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松"
    "井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰"
    "从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴"
    "瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛"
    "阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖付闫覃岳兰涂牟阳芦麦佟苟隋商丛佘苑迟邝官南原栗楚"
    "鄢谌粟冼楼盘位仝区海帅豆朴练漆卿晋初门敬来普鹿邸辜阿母亓修赫况鲜诺战玉银亢哈宾呼揭但尉冶斯檀衣信展智奉植尧闭"
    "由代萨尕妥撒者"
)  # fmt: skip
DOUBLE_FAMILY: Final = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 端木 南宫 宇文 长孙 独孤 轩辕 百里 呼延".split()  # noqa: SIM905 read by people
)
GIVEN: Final = frozenset(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红鹏宇晨曦子轩梓涵浩然思雨嘉怡建国志文海燕春梅立新雪松云"
    "帆若琳俊豪欣妍博远天佑凯悦诗雅兰飞斌波辉健峰龙亮东林生荣光福贵发财民兴旺胜利成功庆祥和顺安康宁永长青山川江河"
    "湖金银铜铁木水火土石玲珍珠琴瑟棋书画莲荷菊竹花香芬芝蓉薇蕾菲莉茜莎莹颖慧惠聪智仁义礼信忠孝廉勤俭良善美好佳琪"
    "琦瑶瑾瑜璐珊珂珺琼瑛珏璇玮玥玫玺琛瑞祺祯禄寿喜乐怀念恩德泽润洁清源泉洪涌淑娴婷婉媛嫣妮娇娥姗婧婕妤姝娅嫦月星"
    "辰阳旭昊昕昌晓晖晗晴晶晏景暄暖夏秋冬风雷电霖霄霏露霜冰凌雯霆南北西中正元开来启程鸣鹤凤凰鸿雁鹰鹃莺虎豹骏骥骁"
    "骋驰腾跃翔翼翰羽逸逍遥达通道近进步前万里千百亿大小少老双全世代传承继绍先祖宗业家邦邑城乡村镇都京沪津渝湘鄂赣"
    "皖粤滇黔陕甘蒙疆藏台彬彪炳炎焕焱煜熙烁炜烨灿煌照耀朗彦彩彤丹朱赤绿蓝紫白玄墨素淡定壮力勉励奋斗学习维哲理睿敬"
    "恭谦让诚实真纯朴直公均衡权威武士兵将帅君王侯伯仲叔季孙儿女锋锐钧钢铭锦钊铎铮鑫钰钦铠锡镕录珑其奇齐崎岐岩岚岳"
    "峻峥嵘岭巍崇嵩树森枫柏桦杨柳桐楠栋梁杉榕柯楷模根本末果芸苗芹茹茂萌蓓蕊蔓薪藤艺芷苑茵可以能为有无之于则如何所"
    "者也亦乃且尔汝吾余他冠群卓越尚品格高出非凡伦琨宏弘广渊深瀚淼泓沛沁汐汶沐泊泳泰洛浚淳淇湛滢潇澜澄濠灏珈琬婵娆"
    "妙妹姣姿嫒悠忆情意愿慈惜愉恬恒恺悟慎迎逢迪迅连轶辙轮庭廷延彰征律微徽衍循友谊亲爱希望笑颜言语诺谨誉训谋谣词歌"
    "赋章简雄勋劲勃劭募献宪政治法度寅卯巳午未申酉戌亥甲乙丙丁奕奎奥奚晟晔暾曜曙昂昆易昱映显晋普会合同向召吉名含咏"
    "唯商喆圣坚坤垚基培堂堃增声复多夫央守完官宙宛宜宝审宣室容宽宾寒察寰尊导"
)  # fmt: skip
FAMILY_WEIGHS: Final = 6.0
GIVEN_WEIGHS: Final = 3.0  # each letter
_PEOPLE: Final = re.compile(r"[一-鿿]{2,4}(?:、[一-鿿]{2,4})*")


def city_of(values: Iterable[tuple[str, float]]) -> str:
    """Return the city that most addresses and names begin with, each as sure as it was read; empty without any."""
    found: dict[str, float] = defaultdict(float)
    for value, confidence in values:
        city = _CITY.match(value)
        if city:
            found[city.group(1)] += confidence
    return max(found, key=lambda city: found[city]) if found else ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the place: the city that the paper names (may be empty), districts with their city."""

    city: str = ""
    places: tuple[str, ...] = ()


def weight_of_authority(name: str, around: Around) -> float:
    """Return how far a name is made as names of authorities are (nats, from 0)."""
    office = _office_of(name)
    if not office:
        return 0.0
    place, parts = name.removesuffix(office), 1
    if place.startswith(ABOVE) and office == "税务局":
        place, parts = place.removeprefix(ABOVE), parts + 1
    parts += place.endswith(DISTRICTS)
    parts += bool(around.city) and 0 <= place.find(around.city) <= len("内蒙古")  # a province may stand before it
    parts += place.endswith(around.places)
    return parts * PART_WEIGHS


def spellings(name: str, around: Around) -> set[str]:
    """Return the name of an authority as its office, its city and its district may have been meant."""
    return {
        spelt
        for ended in _with_offices(name)
        for headed in _with_city(ended, around.city)
        for spelt in (headed, *_with_district(headed, around.city), *_with_place(headed, around.places))
    }


def weight_of_people(names: str) -> float:
    """Return how far one name, or several with 、 between them, are as people are called (nats, from 0)."""
    if not _PEOPLE.fullmatch(names):
        return 0.0
    return sum(_weight_of_person(name) for name in names.split("、"))


def are_unusual(names: str) -> bool:
    """Whether Chinese names stand there of which one has a family name or a letter that hardly anybody has."""
    return bool(_PEOPLE.fullmatch(names)) and not all(_is_usual(name) for name in names.split("、"))


def _weight_of_person(name: str) -> float:
    family = _family_of(name)
    return FAMILY_WEIGHS * bool(family) + GIVEN_WEIGHS * sum(letter in GIVEN for letter in name[len(family) or 1 :])


def _is_usual(name: str) -> bool:
    family = _family_of(name)
    return bool(family) and all(letter in GIVEN for letter in name[len(family) :])


def _family_of(name: str) -> str:
    return name[:2] if name[:2] in DOUBLE_FAMILY and len(name) > 2 else name[:1] if name[:1] in FAMILY else ""


def _office_of(name: str) -> str:
    return max((office for office in OFFICES if name.endswith(office)), key=len, default="")


def _with_offices(name: str) -> Iterator[str]:
    yield name
    for office in OFFICES:
        for length in range(len(office) - 2, len(office) + 2):
            if 0 < length < len(name) and distance(name[-length:], office) <= max(1, len(office) // 4):
                yield name[:-length] + office


def _with_city(name: str, city: str) -> Iterator[str]:
    yield name
    above, rest = "", name
    for length in (len(ABOVE) - 1, len(ABOVE), len(ABOVE) + 1):
        if len(name) > length and distance(name[:length], ABOVE) <= 1:
            above, rest = ABOVE, name[length:]
            yield above + rest
            break
    for length in range(max(1, len(city) - 1), len(city) + 3) if city else ():
        if len(rest) > length and 0 < distance(rest[:length], city) <= FAR_OFF:
            yield above + city + rest[length:]


def _with_district(name: str, city: str) -> Iterator[str]:
    office = _office_of(name)
    place = name.removesuffix(office)
    district = place[place.find(city) + len(city) :] if city and city in place else ""
    if office and len(district) >= 2:
        yield from (f"{place[:-1]}{sort}{office}" for sort in DISTRICTS[:2])


def _with_place(name: str, places: Iterable[str]) -> Iterator[str]:
    office = _office_of(name)
    above = ABOVE if name.startswith(ABOVE) else ""
    place = name.removeprefix(above).removesuffix(office)
    if office and place:
        yield from (above + known + office for known in places if 0 < distance(place, known) <= FAR_OFF)


def distance(one: str, other: str) -> int:
    """Return how many letters must be changed, put in or taken out to make one of the other."""
    before = list(range(len(other) + 1))
    for row, a in enumerate(one, 1):
        now = [row]
        for column, b in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (a != b)))
        before = now
    return before[-1]
