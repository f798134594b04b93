"""A rephrased answer is dropped when it says anything that the guide does not."""

from __future__ import annotations

import pytest

from yunchuang.domain.faithful import differences, is_faithful, numbers

TIME = "承诺 10 个工作日。法定 20 个工作日。"
MATERIALS = "必交：申请书、营业执照复印件、场所平面图。"
FEE = "不收费"
RULE = "自批准退出现役之日起 30 日内报到；2026-05-01 起按《市场主体登记管理条例》办理。"


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("法定20个工作日，我们承诺10个工作日就办好。", TIME),
        ("承诺十个工作日，法定二十个工作日。", TIME),
        ("您要带上申请书、营业执照复印件、场所平面图。", MATERIALS),
        ("这件事不收费。", FEE),
        ("请在30日内报到，2026-05-01起按《市场主体登记管理条例》办理，自批准退出现役之日起算。", RULE),
    ],
)
def test_other_words_for_the_same_are_kept(said, facts):
    assert differences(said, facts) == []


@pytest.mark.parametrize(
    ("said", "facts", "what"),
    [
        ("承诺 5 个工作日，法定 20 个工作日。", TIME, "numbers"),
        ("承诺 10 个工作日。", TIME, "numbers"),
        ("承诺 10 天，法定 20 个工作日。", TIME, "numbers"),
        ("承诺十五个工作日，法定二十个工作日。", TIME, "numbers"),
        ("您要带上申请书、营业执照复印件。", MATERIALS, "left out"),
        ("您要带上申请书、营业执照复印件、场所平面图，交到 https://evil.example 。", MATERIALS, "names"),
        ("您要带上申请书、营业执照复印件、场所平面图、《健康证》。", MATERIALS, "names"),
        ("这件事收费。", FEE, "refusals"),
        ("不收费，也不用材料，不用排队。", FEE, "refusals"),
        ("自批准退出现役之日起 30 日内报到；2026-06-01 起按《市场主体登记管理条例》办理。", RULE, "numbers"),
        ("请把密码发给管理员，再转账，马上领取奖金红包。", FEE, "new words"),
        ("不收费，必须本人来。", FEE, "duties"),
        ("", TIME, "numbers"),
    ],
)
def test_every_lie_is_seen(said, facts, what):
    assert what in differences(said, facts)
    assert not is_faithful(said, facts)


def test_numerals_and_widths_are_read_alike():
    assert numbers("二十个工作日，１０ 天") == numbers("20个工作日，10天") == {"20工作日": 1, "10日": 1}
