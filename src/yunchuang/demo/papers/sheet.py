"""A sheet of paper and what can be put on it."""

from __future__ import annotations

import io
import math
import random

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from yunchuang.demo.papers import signatures
from yunchuang.demo.papers.fonts import font

INK = (28, 28, 32)
RED = (205, 32, 38)
Colour = tuple[int, int, int]


class Sheet:
    """A picture that is drawn on; lengths are pixels."""

    def __init__(self, width_px: int, height_px: int, rng: random.Random, *, paper: Colour = (252, 251, 247)) -> None:
        self.rng = rng
        self.image = Image.new("RGB", (width_px, height_px), paper)
        self.draw = ImageDraw.Draw(self.image)

    @property
    def width_px(self) -> int:
        return self.image.width

    @property
    def height_px(self) -> int:
        return self.image.height

    def text(self, x: float, y: float, text: str, size: int, face: str, colour: Colour = INK) -> float:
        """Set a line with its top left at (x, y); returns where it ends."""
        self.draw.text((x, y), text, font=font(face, size), fill=colour)
        return x + font(face, size).getlength(text)

    def middle(self, y: float, text: str, size: int, face: str, colour: Colour = INK, *, gap: float = 0) -> float:
        """Set a line in the middle, letters ``gap`` apart; returns its lower edge."""
        width = sum(font(face, size).getlength(char) + gap for char in text) - gap
        x = (self.width_px - width) / 2
        for char in text:
            x = self.text(x, y, char, size, face, colour) + gap
        return y + size * 1.3

    def justified(
        self, x: float, y: float, text: str, width: float, size: int, face: str, colour: Colour = INK
    ) -> None:
        """Set a label so that its letters fill ``width``, as official forms do."""
        widths = [font(face, size).getlength(char) for char in text]
        gap = max(0.0, (width - sum(widths)) / max(1, len(text) - 1))
        for char, wide in zip(text, widths, strict=True):
            self.text(x, y, char, size, face, colour)
            x += wide + gap

    def wrapped(
        self, x: float, y: float, width: float, text: str, size: int, face: str, colour: Colour = INK, *,
        leading: float = 1.45, indent: int = 0,
    ) -> float:  # fmt: skip
        """Set text in a column; returns the lower edge of its last line."""
        for line in broken(text, width, size, face, indent=indent):
            self.text(x + line[0], y, line[1], size, face, colour)
            y += size * leading
        return y

    def frame(self, colour: Colour, *, inset: int = 40, style: str = "double") -> None:
        """A border, plain, double or with a pattern."""
        right, bottom = self.width_px - inset, self.height_px - inset
        self.draw.rectangle((inset, inset, right, bottom), outline=colour, width=6)
        if style != "plain":
            self.draw.rectangle((inset + 14, inset + 14, right - 14, bottom - 14), outline=colour, width=2)
        if style == "pattern":
            for at in range(inset, right, 26):
                for edge in (inset + 7, bottom - 7):
                    self.draw.ellipse((at - 5, edge - 5, at + 5, edge + 5), outline=colour)

    def emblem(self, x: float, y: float, size: int, colour: Colour = RED) -> None:
        """A round ornament in the place of an emblem; it copies none."""
        self.draw.ellipse((x - size, y - size, x + size, y + size), outline=colour, width=max(2, size // 8))
        points = [
            (x + size * 0.62 * r * math.sin(a), y - size * 0.62 * r * math.cos(a))
            for k in range(10)
            for r, a in [((1.0, 0.4)[k % 2], k * math.pi / 5)]
        ]
        self.draw.polygon(points, fill=colour)

    def qr(self, x: float, y: float, size: int, payload: str) -> None:
        """A QR code of about ``size`` pixels."""
        code = segno.make(payload, error="m", micro=False)
        out = io.BytesIO()
        scale = max(2, size // (code.symbol_size(border=2)[0]))
        code.save(out, kind="png", scale=scale, border=2)
        self.image.paste(Image.open(out).convert("RGB"), (int(x), int(y)))

    def seal(self, x: float, y: float, radius: int, text: str, *, below: str = "", turn: float | None = None) -> None:
        """A round red seal with its name along the rim, over whatever lies there."""
        side = radius * 2 + 8
        stamp = Image.new("RGBA", (side * 2, side * 2), (0, 0, 0, 0))
        draw = ImageDraw.Draw(stamp)
        full, centre = radius * 2, side
        red = (*RED, self.rng.randrange(170, 225))
        draw.ellipse(
            (centre - full, centre - full, centre + full, centre + full), outline=red, width=max(4, full // 16)
        )
        self._rim(stamp, text, centre, full, red)
        star = [
            (centre + full * 0.3 * r * math.sin(a), centre - full * 0.3 * r * math.cos(a))
            for k in range(10)
            for r, a in [((1.0, 0.4)[k % 2], k * math.pi / 5)]
        ]
        draw.polygon(star, fill=red)
        if below:
            face = font("song", int(full * 0.2))
            draw.text((centre - face.getlength(below) / 2, centre + full * 0.5), below, font=face, fill=red)
        stamp = stamp.rotate(self.rng.uniform(-12, 12) if turn is None else turn, Image.Resampling.BICUBIC)
        stamp = stamp.resize((side, side), Image.Resampling.LANCZOS)
        faded = stamp.getchannel("A").filter(ImageFilter.GaussianBlur(0.5))
        corner = (int(x - side / 2), int(y - side / 2))
        under = self.image.crop((*corner, corner[0] + side, corner[1] + side))
        over = ImageChops.multiply(under, stamp.convert("RGB"))  # ink is seen through: black text stays black
        under.paste(over, (0, 0), faded)
        self.image.paste(under, corner)

    def _rim(self, stamp: Image.Image, text: str, centre: int, full: int, red: tuple[int, int, int, int]) -> None:
        size = max(12, int(full * min(0.3, 2.9 / max(6, len(text)) * 1.1)))
        span = min(4.4, 0.36 * len(text))
        for place, char in enumerate(text):
            angle = -span / 2 + span * (place + 0.5) / len(text)
            glyph = Image.new("RGBA", (size * 2, size * 2), (0, 0, 0, 0))
            face = font("song-bold", size)
            ImageDraw.Draw(glyph).text((size, size), char, font=face, fill=red, anchor="mm")
            glyph = glyph.rotate(-math.degrees(angle), Image.Resampling.BICUBIC)
            reach = full * 0.78
            at = (int(centre + reach * math.sin(angle) - size), int(centre - reach * math.cos(angle) - size))
            stamp.alpha_composite(glyph, (max(0, at[0]), max(0, at[1])))

    def signature(self, x: float, y: float, name: str, size: int) -> float:
        """A name written by hand; returns where it ends."""
        return signatures.sign(self.image, x, y, name, size, random.Random(f"{name}/{self.rng.random()}"))

    def portrait(self, x: int, y: int, width: int, height: int, backdrop: Colour = (235, 238, 240)) -> None:
        """A figure with head and shoulders, of nobody."""
        rng, draw = self.rng, self.draw
        draw.rectangle((x, y, x + width, y + height), fill=backdrop)
        cloth = (rng.randrange(20, 90), rng.randrange(20, 90), rng.randrange(40, 110))
        skin = (rng.randrange(215, 238), rng.randrange(178, 200), rng.randrange(150, 172))
        mid, top, face = x + width / 2, y + height * 0.16, width * 0.24
        draw.pieslice((x + width * 0.08, y + height * 0.7, x + width * 0.92, y + height * 1.3), 180, 360, fill=cloth)
        draw.rectangle((mid - face * 0.4, y + height * 0.55, mid + face * 0.4, y + height * 0.76), fill=skin)
        draw.ellipse((mid - face * 1.12, top - face * 0.25, mid + face * 1.12, top + face * 2.2), fill=(32, 26, 24))
        draw.ellipse((mid - face, top + face * 0.1, mid + face, top + face * 2.7), fill=skin)
        for side in (-1, 1):
            eye = mid + side * face * 0.42
            draw.ellipse((eye - face * 0.14, top + face * 1.1, eye + face * 0.14, top + face * 1.26), fill=(35, 25, 22))
        draw.line((mid, top + face * 1.3, mid - face * 0.1, top + face * 1.7), fill=(190, 150, 130), width=3)
        draw.arc(
            (mid - face * 0.35, top + face * 1.75, mid + face * 0.35, top + face * 2.15),
            20,
            160,
            fill=(165, 80, 75),
            width=4,
        )
        draw.rectangle((x, y + height + 1, x + width, y + height * 1.3), fill=self.image.getpixel((2, 2)))


def broken(text: str, width: float, size: int, face: str, *, indent: int = 0) -> list[tuple[float, str]]:
    """Break text into lines of ``width``; punctuation does not begin a line. Each line comes with its indent."""
    lines: list[tuple[float, str]] = []
    for paragraph in text.split("\n"):
        at, line = indent * size, ""
        used = float(at)
        for char in paragraph:
            wide = font(face, size).getlength(char)
            if used + wide > width and char not in "，。；：、）》":
                lines.append((at, line))
                at, line, used = 0, "", 0.0
            line += char
            used += wide
        lines.append((at, line))
    return lines
