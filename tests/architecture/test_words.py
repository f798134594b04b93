"""Everything a person reads is there in Chinese and in English."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.utils import translation

from tests.architecture.source import ROOT
from yunchuang.config import translations
from yunchuang.domain import consultations, errors, situations, uploads  # noqa: F401 - rules that stand beside their idea
from yunchuang.web.common.words import WORDS

CHINESE = re.compile(r"[一-鿿]")
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"


def codes(of: type[errors.RuleBroken]) -> set[str]:
    """The codes of all rules that can be broken."""
    return {kind.code for kind in of.__subclasses__()} | {c for kind in of.__subclasses__() for c in codes(kind)}


def test_every_broken_rule_has_words() -> None:
    assert codes(errors.RuleBroken) - set(WORDS) == set()


def test_no_words_are_left_for_rules_that_went() -> None:
    assert set(WORDS) - codes(errors.RuleBroken) == set()


@pytest.mark.parametrize("code", sorted(WORDS))
def test_the_words_of_a_broken_rule_are_chinese_and_english(code: str) -> None:
    with translation.override("zh-hans"):
        chinese = str(WORDS[code])
    with translation.override("en"):
        english = str(WORDS[code])

    assert CHINESE.search(chinese)
    assert english
    assert not CHINESE.search(english)


def test_the_translation_is_complete() -> None:
    assert CATALOGUE.exists()
    assert not translations.missing(ROOT / "locale")


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gathering words needs gettext")
def test_every_word_of_the_source_is_in_the_catalogue(tmp_path: Path) -> None:
    assert CATALOGUE.exists()
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__", "dist"))
    (tmp_path / "src" / "locale").mkdir()
    command = [sys.executable, "-W", "ignore", "-m", "django", "makemessages", "-l", "en", "-v", "0", "--no-obsolete"]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=tmp_path / "src", env=environment, check=True)
    gathered = polib.pofile(str(tmp_path / "src" / "locale" / "en" / "LC_MESSAGES" / "django.po"))
    known = {(e.msgctxt, e.msgid) for e in polib.pofile(str(CATALOGUE)) if not e.obsolete}

    assert not [entry.msgid for entry in gathered if (entry.msgctxt, entry.msgid) not in known]
