"""The process in which files of strangers are opened: one JSON line in, one JSON line out, until stdin ends.

It holds no secrets, opens no socket and writes no file. Run by ``pool.py`` as ``python -m``; what kills it
(memory, time, a fault in a decoder) leaves the web process alone.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import resource
import sys
from typing import Any

from yunchuang.adapters.ofd import draw as ofd
from yunchuang.adapters.strangers.refused import Refused
from yunchuang.adapters.uploads import binding, containers, draw_page, open_pdf, open_picture
from yunchuang.adapters.word import draw as word

MEMORY_BYTES = 2 * 1024**3  # a picture of 100 million pixels decodes to 300–400 MB, a HEIC to twice that
CPU_SECONDS = 8  # a backstop: the pool's clock stops a job earlier
OPEN_FILES = 64
JPEG_QUALITY = 82


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # decoders that print must not speak into the answers
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    for line in sys.stdin:
        _grant_cpu()
        answers.write(json.dumps(_answer(json.loads(line))) + "\n")
        answers.flush()


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    try:
        return DOES[job["do"]](job)
    except Refused as refused:
        return {"refused": refused.args[0], "detail": "".join(refused.args[1:])}
    except MemoryError:
        return {"refused": "broken", "detail": "memory", "tired": True}
    except Exception as error:  # a decoder may raise anything over a hostile file; the answer is the same
        return {"refused": "broken", "detail": f"{type(error).__name__}: {error}"[:200]}


def _look(job: dict[str, Any]) -> dict[str, Any]:
    return containers.look(job["path"])


def _inspect(job: dict[str, Any]) -> dict[str, Any]:
    read = {"pdf": open_pdf.read, "ofd": ofd.read, "docx": word.read}.get(job["kind"])
    if read is not None:
        return read(job["path"], max_pages=job["max_pages"])
    return open_picture.read(job["path"], job["kind"], max_pixels=job["max_pixels"], max_pages=job["max_pages"])


def _thumbnail(job: dict[str, Any]) -> dict[str, Any]:
    if job["kind"] == "pdf":
        picture = open_pdf.draw(job["path"], job["max_px"])
    elif job["kind"] in draw_page.SHEETS:
        picture = draw_page.of_sheet(job, 1, (job["max_px"], job["max_px"]))
    else:
        picture = open_picture.draw(job["path"], job["kind"], max_px=job["max_px"], max_pixels=job["max_pixels"])
    return _jpeg(draw_page.on_white(picture))


def _page(job: dict[str, Any]) -> dict[str, Any]:
    return _jpeg(draw_page.draw(job))


def _jpeg(picture: open_picture.Image.Image) -> dict[str, Any]:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return {"jpeg": base64.b64encode(out.getvalue()).decode()}


DOES = {"look": _look, "inspect": _inspect, "thumbnail": _thumbnail, "page": _page, "bind": binding.bind}


def _limit(what: int, value: int) -> None:
    with contextlib.suppress(OSError, ValueError):  # macOS refuses some of them; the clock still holds
        resource.setrlimit(what, (value, value))


def _grant_cpu() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    with contextlib.suppress(OSError, ValueError):
        until = int(used.ru_utime + used.ru_stime) + CPU_SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
