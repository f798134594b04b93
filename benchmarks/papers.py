"""How long a sealed paper takes: set in type, sealed, kept; asked for again; its page of verification.

Method. A database of its own with one case; each kind of paper is drawn by typst and sealed by the self-made seal
``--times`` times (default 15), after one of each to load fonts, keys and libraries. CPU time of this process, because
the wall clock of a shared machine says more about the others. Then one real paper goes the whole way through
``workflows.papers.pdf_of``: the first time (drawn, sealed, kept) and again (from the store), and its verification page
is asked for through Django's test client. ``same_bytes`` says that sealing again for the same moment gave the same.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.report import percentile, tell, throw_away_service

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
KINDS = (
    *("receipt", "acceptance", "correction", "declined", "decision_approve", "decision_refuse"),
    *("procedure", "extension", "returned", "terminated", "certificate"),
)


def times() -> int:
    return int(sys.argv[sys.argv.index("--times") + 1]) if "--times" in sys.argv else 15


def cpu_ms(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return (time.process_time() - begin) * 1000


def main() -> int:
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory(prefix="yunchuang-seals-") as folder:
        figures |= of_kinds(Path(folder))
    with throw_away_service():
        figures |= of_one_way()
    goals = {
        "draw_and_seal_p95_cpu_ms": ("≤", 2000.0),
        "same_bytes": ("≥", 1),
        "again_same_bytes": ("≥", 1),
        "again_p95_cpu_ms": ("≤", 50.0),
        "verify_page_p95_cpu_ms": ("≤", 100.0),
    }
    return tell(figures, goals)


def of_kinds(folder: Path) -> dict[str, object]:
    from yunchuang.adapters.papers.typst import TypstRenderer
    from yunchuang.adapters.seals.self_made import SelfMadeSeals
    from yunchuang.ports.seals import Sealer

    renderer, seals, body = TypstRenderer(), SelfMadeSeals(folder / "seals"), Sealer("market", "云溪区市场监督管理局")
    figures: dict[str, object] = {}
    drawing: list[float] = []
    sealing: list[float] = []
    is_same = True
    for kind in KINDS:
        facts = paper(kind)
        once = seals.seal(renderer.render(facts).pdf, by=body, at=AT)
        spent = []
        for _ in range(times()):
            begin = time.process_time()
            pdf = renderer.render(facts).pdf
            drawn = time.process_time()
            sealed = seals.seal(pdf, by=body, at=AT)
            done = time.process_time()
            drawing.append((drawn - begin) * 1000)
            sealing.append((done - drawn) * 1000)
            spent.append((done - begin) * 1000)
            is_same = is_same and sealed == once
        figures[f"{kind}_median_cpu_ms"] = round(median(spent), 1)
    both = [a + b for a, b in zip(drawing, sealing, strict=True)]
    return figures | {
        "papers": len(both),
        "draw_median_cpu_ms": round(median(drawing), 1),
        "seal_median_cpu_ms": round(median(sealing), 1),
        "draw_and_seal_median_cpu_ms": round(median(both), 1),
        "draw_and_seal_p95_cpu_ms": round(percentile(both, 0.95), 1),
        "same_bytes": int(is_same),
    }


def paper(kind: str):
    from yunchuang.ports.papers import PaperFacts

    return PaperFacts(
        kind=kind,  # type: ignore[arg-type]
        title="食品经营许可证" if kind == "certificate" else "通知书",
        number="3199002026112410000017",
        code="7K2M9QXD1F0AZC3T",
        issued_on="2026年11月24日",
        body_name="云溪区市场监督管理局",
        applicant_name="𠮷永",
        item_name="食品经营许可（新办）",
        rows=tuple((f"项目 {n}", "云溪区云溪路 20 号") for n in range(6)),
        paragraphs=("经审查，你的申请符合法定条件、标准。",),
        materials=tuple((f"材料 {n}", "1 份，2 页") for n in range(5)),
        remedies="可以自知道本决定之日起六十日内依法申请行政复议。",
        legal_basis="《中华人民共和国行政许可法》第三十八条",
        verify_url="https://hall.example/verify/7K2M-9QXD-1F0A-ZC3T/",
        specimen=True,
    )


def of_one_way() -> dict[str, object]:
    from django.test import Client

    from yunchuang.apps.cases import queries as cases
    from yunchuang.demo import seed
    from yunchuang.workflows import papers

    seed.seed(at=datetime.now(UTC))
    owner, code = certificate()
    case = cases.paper(code)
    assert case is not None

    def ask() -> bytes:
        return papers.pdf_of(actor=owner, code=code, verify_url="https://hall.example/", at=datetime.now(UTC))

    begin = time.process_time()
    first = ask()
    first_ms = (time.process_time() - begin) * 1000
    again, pages, client = [], [], Client(HTTP_HOST="localhost")
    for _ in range(times() * 4):
        again.append(cpu_ms(ask))
        pages.append(cpu_ms(lambda: client.get(f"/verify/{code}/")))
    assert client.get(f"/verify/{code}/").status_code == 200
    return {
        "first_request_cpu_ms": round(first_ms, 1),
        "again_same_bytes": int(ask() == first),
        "again_median_cpu_ms": round(median(again), 1),
        "again_p95_cpu_ms": round(percentile(again, 0.95), 1),
        "verify_page_median_cpu_ms": round(median(pages), 1),
        "verify_page_p95_cpu_ms": round(percentile(pages, 0.95), 1),
        "sealed_file_bytes": len(first),
    }


def certificate():
    """Owner and code of the certificate of the seeded past."""
    from yunchuang.apps.certificates import queries as certificates
    from yunchuang.apps.people import queries as people

    account = people.account_by_login("19900000151")
    assert account is not None
    return people.actor(account), certificates.of_owner(account)[0].code


if __name__ == "__main__":
    sys.exit(main())
