"""What each finding says: what is there, where, and how to mend it. Filled in with the finding's facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

WORDS: Final[Mapping[str, Any]] = {
    "file_empty": _("这个文件是空的。请重新选择文件再传一次。"),
    "file_unknown": _("这种文件读不了。请上传照片（JPG、PNG、HEIC）、PDF、OFD 或 DOCX。"),
    "file_broken": _("文件打不开，可能没有传完，也可能已损坏。请重新上传。"),
    "file_locked": _("文件有密码，读不了。请去掉密码后再上传。"),
    "file_unsafe": _("文件里带有程序、附件或异常内容，没有打开。请换成照片或普通 PDF。"),
    "file_too_large": _("文件太大（超过 20 MB），没有读。请拆开或压缩后再上传。"),
    "file_too_many_pages": _("页数太多（超过 300 页），没有读。请只上传需要的几页。"),
    "picture_too_large": _("图片尺寸太大，没有读。请用手机普通拍照再传一次。"),
    "file_old_word": _("旧版 DOC 文件读不了。请另存为 DOCX 或 PDF 后再上传。"),
    "out_of_time": _("这个文件读起来太久，已停下。材料已经收好，由窗口人员来看；也可以换成照片或 PDF 再传。"),
    "reader_died": _("这个文件没有读成。材料已经收好，由窗口人员来看；也可以换成照片或 PDF 再传。"),
    "pages_left": _("共 %(pages)s 页，只读了前 %(read)s 页，后面的由窗口人员来看。"),
    "illegible": _("照片看不清。请在亮处拿稳手机，让整张纸占满画面，再拍一张。"),
    "no_text": _("画面里看不到文字。请确认拍的是材料，离近一些再拍一张。"),
    "too_small": _("图片太小，字可能看不清。请离近一些再拍，或上传原图。"),
    "glare": _("纸上有一片反光，盖住的字看不清。请换个角度再拍一张。"),
    "cut_off": _("纸的边没有拍全，有的字在画面外。请把整张纸拍进来。"),
    "kind_unknown": _("认不出这是哪一种材料。请看看有没有拿错；没有拿错就不用管，由窗口人员来看。"),
    "expired": _("“%(field)s”是 %(on)s，已经过期。请提供在有效期内的。"),
    "check_digit_wrong": _("“%(field)s”（%(value)s）校验不对，可能有错字或没读准。请核对原件，拍清楚这一处再传。"),
    "field_missing": _("没有读到“%(field)s”。请看看这一处是否清楚、完整，不清楚就再拍一张。"),
    "field_doubtful": _("“%(field)s”读得不太准。请看看这一处是否清楚。"),
    "seal_missing": _("没有看到印章。这种材料应当盖章，请核对原件，或把盖章的一面拍进来。"),
    "seal_untold": _(
        "这一份看不出有没有印章（黑白件，或只有文字的文件）。有彩色的请换彩色的，没有就由窗口人员核对原件。"
    ),
    "signature_missing": _("“%(label)s”处没有看到签名。请签好再交；已用电子签名的，请告诉窗口人员。"),
    "signature_untold": _("看不准有没有手写签名。忘了签的请补上，签了就不用管，由窗口人员核对原件。"),
    "side_missing": _("还差%(side)s。请把这一面也拍一张，一起交上。"),
    "page_missing": _("纸上写着共 %(of)s 页，还差第 %(pages)s 页。请把差的补上。"),
    "end_missing": _("没有看到签字、盖章和日期的那一页。最后一页还没有交的话，请补上。"),
    "code_differs": _("“%(field)s”印的是 %(value)s，二维码里是 %(code)s，两处不一致。请核对原件。"),
    "birth_differs": _("“%(field)s”（%(value)s）与公民身份号码不一致。请核对原件，拍清楚再传。"),
    "wrong_kind": _("这里应当交“%(wanted)s”，交来的像是“%(found)s”。请换成对的材料。"),
    "other_place": _("这里要交“%(wanted)s”，交来的像是“%(found)s”。请看看是不是放错了地方。"),
    "paper_missing": _("还缺“%(wanted)s”。请一起交上。"),
    "names_differ": _("名称不一致：%(here)s写的是“%(value)s”，%(there)s写的是“%(other)s”。请看看哪一处要改。"),
    "codes_differ": _(
        "统一社会信用代码不一致：%(here)s写的是 %(value)s，%(there)s写的是 %(other)s。请看看哪一处要改。"
    ),
    "addresses_differ": _("地址不一致：%(here)s写的是“%(value)s”，%(there)s写的是“%(other)s”。请看看哪一处要改。"),
    "people_differ": _(
        "姓名或身份号码不一致：%(here)s写的是“%(value)s”，%(there)s写的是“%(other)s”。请看看哪一处要改。"
    ),
    "dates_differ": _("日期不一致：%(here)s写的是“%(value)s”，%(there)s写的是“%(other)s”。请看看哪一处要改。"),
    "duplicate": _("这一份与“%(other)s”是同一份材料。交一份就可以，多的可以撤下。"),
    "photo_size": _(
        "照片尺寸是 %(width)s×%(height)s 像素，要求不小于 %(wanted_width)s×%(wanted_height)s 像素。请换一张大的。"
    ),
    "photo_bytes": _("照片文件是 %(kb)sK，要求 %(least_kb)s–%(most_kb)sK。请照这个大小重新存一张。"),
    "photo_backdrop": _("照片底色是%(found)s色，要求%(wanted)s底。请换一张。"),
}
# What a rule is called where its findings are counted.
RULE_NAMES: Final[Mapping[str, Any]] = {
    "file_empty": _("空文件"),
    "file_unknown": _("读不了的文件种类"),
    "file_broken": _("打不开的文件"),
    "file_locked": _("有密码的文件"),
    "file_unsafe": _("带有异常内容的文件"),
    "file_too_large": _("太大的文件"),
    "file_too_many_pages": _("页数太多的文件"),
    "picture_too_large": _("尺寸太大的图片"),
    "file_old_word": _("旧版 DOC 文件"),
    "out_of_time": _("读得太久"),
    "reader_died": _("没有读成"),
    "pages_left": _("只读了前几页"),
    "illegible": _("照片看不清"),
    "no_text": _("看不到文字"),
    "too_small": _("图片太小"),
    "glare": _("反光"),
    "cut_off": _("没有拍全"),
    "kind_unknown": _("认不出种类"),
    "expired": _("已经过期"),
    "check_digit_wrong": _("号码校验不对"),
    "field_missing": _("没有读到应有的内容"),
    "field_doubtful": _("读得不太准"),
    "seal_missing": _("没有印章"),
    "seal_untold": _("看不出有没有印章"),
    "signature_missing": _("没有签名"),
    "signature_untold": _("看不准有没有签名"),
    "side_missing": _("差一面"),
    "page_missing": _("差几页"),
    "end_missing": _("差签字的那一页"),
    "code_differs": _("印的和二维码里的不一致"),
    "birth_differs": _("出生或性别与身份号码不一致"),
    "wrong_kind": _("材料种类不对"),
    "other_place": _("可能放错了地方"),
    "paper_missing": _("缺一种材料"),
    "names_differ": _("名称不一致"),
    "codes_differ": _("统一社会信用代码不一致"),
    "addresses_differ": _("地址不一致"),
    "people_differ": _("姓名或身份号码不一致"),
    "dates_differ": _("日期不一致"),
    "duplicate": _("同一份材料交了两次"),
    "photo_size": _("照片尺寸不对"),
    "photo_bytes": _("照片文件大小不对"),
    "photo_backdrop": _("照片底色不对"),
}
SEVERITY_WORDS: Final[Mapping[str, Any]] = {
    "error": _("要改"),
    "warning": _("请核对"),
    "info": _("提示"),
}

# Names of sides are data of the kinds' files; their translations are gathered here.
_SIDES: Final = (_("人像面"), _("国徽面"))
_PLACES: Final = (_("表单"),)
_COLOURS: Final = (_("白"), _("蓝"), _("红"))


# How sure a finding is, in words: few people read shares.
_SURE: Final = ((0.9, _("比较肯定")), (0.75, _("可能是这样")), (0.0, _("不太有把握")))


class Told(Protocol):
    """Anything that was found: a finding of a reading, or of the papers of a case."""

    @property
    def rule(self) -> str: ...

    @property
    def facts(self) -> Mapping[str, Any]: ...


def sure_words(sure: float) -> str:
    """How sure a finding is (0 to 1), in words."""
    return str(next(words for least, words in _SURE if sure >= least))


def words_of(finding: Told) -> str:
    """The finding in words, in the language that is active."""
    facts = dict(finding.facts)
    for name in ("side", "found", "wanted", "here", "there"):
        if name in facts:
            facts[name] = "、".join(_now(one) for one in str(facts[name]).split("、"))
    if "on" in facts:
        facts["on"] = date_format(date.fromisoformat(facts["on"]), "DATE_FORMAT")
    return str(WORDS[finding.rule]) % facts
