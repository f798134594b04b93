"""Test papers: the same seed gives the same paper, numbers belong to nobody, seeds are not mixed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from yunchuang.cli import main
from yunchuang.demo.papers import make
from yunchuang.demo.papers.numbers import DISTRICT


def test_one_seed_gives_one_paper() -> None:
    once, again = make.one("身份证", "L0", 4), make.one("身份证", "L0", 4)

    assert once.truth == again.truth
    assert np.array_equal(once.picture, again.picture)
    assert make.one("身份证", "L0", 5).truth["fields"] != once.truth["fields"]


def test_numbers_are_of_a_district_that_was_never_given_out() -> None:
    fields = [make.one("营业执照", "L0", seed).truth["fields"] for seed in range(2)]

    assert all(one["统一社会信用代码"][2:8] == DISTRICT for one in fields if isinstance(one, dict))


def test_the_command_writes_pictures_with_their_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make-papers", str(tmp_path), "--kind", "证件照", "--level", "L1", "--seed", "3"]) == 0

    truth = json.loads((tmp_path / "证件照-L1-3-000.json").read_text(encoding="utf-8"))
    assert truth["kind"] == "证件照"
    assert (tmp_path / truth["file"]).exists()


def test_development_and_fresh_seeds_do_not_lie_in_one_folder(tmp_path: Path) -> None:
    make.into(tmp_path, ["证件照"], ["L0"], seed=1, count=1)

    with pytest.raises(make.SeedsMixed):
        make.into(tmp_path, ["证件照"], ["L0"], seed=make.FRESH_FROM, count=1)


def test_an_unknown_kind_is_refused_with_what_there_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make-papers", str(tmp_path), "--kind", "护照"]) == 2
    assert "营业执照" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("kind", make.KINDS)
def test_every_kind_is_drawn_at_every_level(kind: str) -> None:
    for level in ("L0", "L3"):
        assert make.one(kind, level, 9).picture.ndim == 3
