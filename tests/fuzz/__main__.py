"""``python -m tests.fuzz TARGET SECONDS``: feed a parser until the time is over; a crash ends it with the input shown.

With atheris what runs new code is kept and changed further. Where atheris has no wheel the seeds are changed at random,
which finds less; the first line says which of the two it is.
"""

from __future__ import annotations

import contextlib
import random
import sys
import tempfile
import time
from pathlib import Path

OURS = ["yunchuang.adapters.ofd", "yunchuang.adapters.word", "yunchuang.adapters.sheets", "yunchuang.domain"]
MAX_BYTES = 6_000


def main(name: str, seconds: int) -> int:
    try:
        import atheris
    except ImportError:
        return _at_random(name, seconds)
    with atheris.instrument_imports(include=OURS):
        from tests.fuzz import targets
    with tempfile.TemporaryDirectory(prefix="yunchuang-fuzz-") as folder:
        for number, seed in enumerate(targets.seeds()[name]):
            (Path(folder) / str(number)).write_bytes(seed)
        sys.stderr.write(f"{name}: guided by coverage (atheris)" + "\n")
        asked = [f"-max_total_time={seconds}", f"-max_len={MAX_BYTES}", "-timeout=10", "-rss_limit_mb=2048"]
        asked += ["-print_final_stats=1", f"-artifact_prefix={folder}/crash-"]
        atheris.Setup([sys.argv[0], *asked, folder], targets.TARGETS[name])
        atheris.Fuzz()  # ends the process itself
    return 0


def _at_random(name: str, seconds: int) -> int:
    from tests.fuzz import targets

    sys.stderr.write(f"{name}: changed at random (atheris is not installed)" + "\n")
    some, until, runs = random.Random(name), time.monotonic() + seconds, 0
    while time.monotonic() < until:
        data = changed(some.choice(targets.seeds()[name]), some)
        runs += 1
        try:
            targets.TARGETS[name](data)
        except BaseException:
            sys.stderr.write(f"crash on {data!r}" + "\n")
            raise
    sys.stderr.write(f"{runs} runs" + "\n")
    return 0


def changed(seed: bytes, some: random.Random) -> bytes:
    """A seed with a few places changed, cut or doubled."""
    data = bytearray(seed[:MAX_BYTES])
    for _ in range(some.randrange(1, 8)):
        at = some.randrange(len(data) + 1)
        match some.randrange(4):
            case 0:
                data[at : at + 1] = bytes([some.randrange(256)])
            case 1:
                del data[at : at + some.randrange(1, 40)]
            case 2:
                data[at:at] = data[at : at + some.randrange(1, 40)]
            case _:
                data[at:at] = some.choice([b"-1", b"99999999999", b"nan", b"<", b"&", b'"', b"\xff\xff\xff\xff", b"\0"])
    return bytes(data)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1], int(sys.argv[2])))
