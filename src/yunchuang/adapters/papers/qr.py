"""QR codes of the address that verifies a paper."""

from __future__ import annotations

import io
from xml.sax.saxutils import quoteattr

import segno

QUIET_MODULES = 4  # ISO/IEC 18004 asks for four light modules around the code
ERROR_LEVEL = "m"


def svg_file(url: str) -> str:
    """Return a whole SVG document, dark on nothing, for the typesetter; it sits on white paper."""
    out = io.BytesIO()
    segno.make(url, error=ERROR_LEVEL, micro=False).save(out, kind="svg", scale=4, border=1)
    return out.getvalue().decode()


def svg_element(url: str) -> str:
    """Return an ``<svg>`` element for a page: white ground of its own, so that it can be scanned in a dark theme."""
    code = segno.make(url, error=ERROR_LEVEL, micro=False)
    side = code.symbol_size(border=QUIET_MODULES)[0]
    dark = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, modules in enumerate(code.matrix_iter(border=QUIET_MODULES))
        for column, module in enumerate(modules)
        if module
    )
    return (
        f'<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" '
        f'aria-label={quoteattr(url)} shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{dark}"/></svg>'
    )
