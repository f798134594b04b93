"""Pages carry no script, style or handler in themselves, fetch nothing from outside, and name islands that exist."""

from __future__ import annotations

import re

from tests.architecture.source import ISLANDS, PACKAGE, modules, shown, templates

ISLAND = re.compile(r"""data-island="([a-z-]+)""")
NOT_MADE = re.compile(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL)
FORBIDDEN = {
    # A block of type application/ld+json is data: no browser executes it, and the policy of the page does not have to
    # let it through. What stands in it is escaped where it is made (web/citizen/guide.py).
    "script in the page": re.compile(r"<script(?! type=\"application/ld\+json\">)(?![^>]*\bsrc=)", re.IGNORECASE),
    "style in the page": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "handler in the page": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "address of script": re.compile(r"javascript:", re.IGNORECASE),
    "something from outside": re.compile(
        r"<(?:script|link|img|iframe|audio|video|source)\b[^>]*\b(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
    ),
}


def made(path) -> str:
    """A template without its comments."""
    return NOT_MADE.sub("", path.read_text(encoding="utf-8"))


def test_nothing_is_inline_and_nothing_comes_from_outside() -> None:
    found = [f"{shown(p)}: {what}" for p in templates() for what, how in FORBIDDEN.items() if how.search(made(p))]

    assert not found


def test_each_island_of_a_page_has_its_folder_and_the_reverse() -> None:
    wanted = {name for path in templates() for name in ISLAND.findall(made(path))}
    wanted |= {name for path in modules(PACKAGE / "web") for name in ISLAND.findall(path.read_text(encoding="utf-8"))}
    there = {path.name for path in ISLANDS.iterdir() if path.is_dir()}

    assert wanted == there


def test_each_island_has_its_script() -> None:
    folders = [path for path in sorted(ISLANDS.iterdir()) if path.is_dir()]

    assert not [folder.name for folder in folders if not (folder / f"{folder.name}.ts").exists()]
