"""Fonts for drawing: taken from packages (Debian, PyPI, npm), never from this repository."""

from __future__ import annotations

import random
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

DEBIAN = Path("/usr/share/fonts")
NODE = Path(__file__).resolve().parents[4] / "node_modules" / "@fontsource"

# Role of a face → files that can play it, the best first. A woff2 is opened by FreeType as it is.
FACES: dict[str, tuple[tuple[Path, str], ...]] = {
    "song": ((DEBIAN, "**/NotoSerifCJK-Regular.ttc"), (DEBIAN, "**/uming.ttc")),
    "song-bold": ((DEBIAN, "**/NotoSerifCJK-Bold.ttc"),),
    "hei": ((DEBIAN, "**/NotoSansCJK-Regular.ttc"), (DEBIAN, "**/wqy-zenhei.ttc")),
    "hei-bold": ((DEBIAN, "**/NotoSansCJK-Bold.ttc"),),
    "kai": ((DEBIAN, "**/LXGWWenKai-Regular.ttf"), (DEBIAN, "**/ukai.ttc"), (DEBIAN, "**/gkai00mp.ttf")),
    "old": ((NODE, "zcool-xiaowei/files/*-chinese-simplified-400-normal.woff2"),),
    "hand": ((NODE, "long-cang/files/*-chinese-simplified-400-normal.woff2"),),
}
PACKAGES = {"song": "NotoSerifSC-Regular.otf", "hei": "NotoSansSC-Regular.otf"}
INSTEAD = {"song-bold": "song", "hei-bold": "hei", "kai": "song", "old": "hei", "hand": "kai"}
SIMPLIFIED = 2  # the place of the SC face inside Noto's collections


class NoFont(LookupError):
    """No Chinese font was found on this machine."""


@cache
def path_of(face: str) -> Path:
    """The file that plays ``face``, or the nearest that is there.

    Raises:
        NoFont: install fonts-noto-cjk (Debian).
    """
    for root, pattern in FACES[face]:
        found = sorted(root.glob(pattern)) if root.is_dir() else []
        if found:
            return found[0]
    if face in INSTEAD:
        return path_of(INSTEAD[face])
    spec = find_spec("pylopdf_fonts_zh_cn")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        for file in (Path(folder) / PACKAGES[face], *sorted(Path(folder).glob("*.[ot]tf"))):
            if file.is_file():
                return file
    raise NoFont("no Chinese font was found; install the Debian package fonts-noto-cjk")


@cache
def font(face: str, size_px: int) -> ImageFont.FreeTypeFont:
    """A font of a face at a size."""
    path = path_of(face)
    index = SIMPLIFIED if path.name.startswith("Noto") and path.suffix == ".ttc" else 0
    return ImageFont.truetype(str(path), size_px, index=index)


def body_face(rng: random.Random) -> str:
    """A face that official papers are set in."""
    return rng.choice(["song", "hei", "song", "hei", "kai", "old"])
