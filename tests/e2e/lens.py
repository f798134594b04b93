"""What a pretended camera sees: a drawn paper on a desk, as the file that Chromium plays in its place."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from yunchuang.demo.papers import make

SIZE_PX = (1280, 960)
FRAMES = 20
DESK = (72, 58, 46)


def paper(kind: str = "租赁合同", *, seed: int = 4242) -> Image.Image:
    """A paper of invented people, as drawn."""
    blue_green_red = make.one(kind, "L0", seed).picture
    return Image.fromarray(blue_green_red[..., ::-1].copy())


def on_desk(sheet: Image.Image, *, share: float = 0.92) -> Image.Image:
    """The camera's picture of it, held well: on a dark desk, all corners seen."""
    sheet = sheet.copy()
    sheet.thumbnail((int(SIZE_PX[0] * share), int(SIZE_PX[1] * share)))
    picture = Image.new("RGB", SIZE_PX, DESK)
    picture.paste(sheet, ((SIZE_PX[0] - sheet.width) // 2, (SIZE_PX[1] - sheet.height) // 2))
    return picture


def film(path: Path, picture: Image.Image) -> Path:
    """The picture as a film that stands still (Motion JPEG)."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    path.write_bytes(out.getvalue() * FRAMES)
    return path
