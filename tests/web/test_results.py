"""Pages of results: verifying in each state, certificates, rating by a link, open figures, follow-ups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.citizen_scene import body, client_of
from tests.workflows.certificate_scene import approve, certificate, put_rules
from tests.workflows.conftest import media, scene  # noqa: F401 - fixtures, asked for by name
from tests.workflows.filing_scene import MONDAY, Scene
from tests.workflows.rating_scene import follow_up_id, rate, served
from yunchuang.adapters.papers.fake import FakeRenderer
from yunchuang.adapters.seals.fake import FakeSeals
from yunchuang.apps.cases.models import Paper
from yunchuang.apps.certificates.models import Certificate
from yunchuang.ports import registry
from yunchuang.workflows import certificates, papers, rating

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PRIVATE = ("李桂芳", "老王面馆", "13800138000", "19900000001")


@pytest.fixture(autouse=True)
def makers() -> Iterator[None]:
    with registry.instead("papers", FakeRenderer()), registry.instead("seals", FakeSeals()):
        yield


@pytest.fixture
def shop(scene: Scene, centre) -> Scene:  # noqa: F811
    put_rules(scene, centre)
    approve(scene)
    return scene


def verified(code: str) -> tuple[int, str]:
    answer = Client().get(f"/verify/{code}/")
    page = body(answer)
    assert not [word for word in PRIVATE if word in page]
    return answer.status_code, page


def test_each_state_is_said_and_no_person(shop):
    code = certificate(shop).code
    assert "真实有效" in verified(code)[1]

    Certificate.objects.update(valid_until=(MONDAY - timedelta(days=1)).date())
    assert "已过有效期" in verified(code)[1]
    Certificate.objects.update(valid_until=None, replaced_at=MONDAY)
    assert "已换发新证" in verified(code)[1]
    Certificate.objects.update(replaced_at=None)
    certificates.withdraw(actor=shop.qian, code=code, reason="材料不实", at=MONDAY)
    status, page = verified(code)
    assert (status, "已经收回" in page, "材料不实" in page) == (200, True, False)
    status, page = verified("0000-0000-0000-0000")
    assert (status, "没有这份凭证" in page) == (404, True)


def test_a_withdrawn_notice_is_said_too(shop):
    Paper.objects.filter(kind="receipt").update(withdrawn_at=MONDAY)

    assert "已经收回" in verified(Paper.objects.get(kind="receipt").code)[1]


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"", 422, "请先选一个文件"),
        (b"%PDF-1.7 theirs", 200, "没有我们的电子印章"),
        (b"MZ not a paper", 200, "文件打不开"),
        (b"%PDF" + b"0" * (5 * 1024 * 1024 + 1), 422, "文件太大"),
    ],
)
def test_a_file_that_is_not_ours_is_told_so(db, content, status, said):
    file = SimpleUploadedFile("a.pdf", content, content_type="application/pdf")
    answer = Client().post("/verify/file/", {"file": file})

    assert answer.status_code == status
    assert said in body(answer)


def test_our_file_is_known_and_a_changed_one_is_found_out(shop):
    code = certificate(shop).code
    whole = papers.pdf_of(actor=shop.li, code=code, verify_url="u", at=MONDAY)

    def post(content: bytes) -> str:
        page = body(Client().post("/verify/file/", {"file": SimpleUploadedFile("a.pdf", content)}))
        assert not [word for word in PRIVATE if word in page]
        return page

    assert "没有被改过" in post(whole)
    assert "真实有效" in post(whole)
    assert "盖章以后被改过" in post(whole.replace(b"certificate", b"certificat3"))


def test_ones_certificates_and_nobody_elses(shop):
    code = certificate(shop).code

    assert certificate(shop).number in body(client_of(shop.li).get("/certificates/"))
    assert "老王面馆" in body(client_of(shop.li).get(f"/certificates/{code}/"))
    assert client_of(shop.he).get(f"/certificates/{code}/").status_code == 404
    assert client_of(shop.he).get(f"/papers/{code}.pdf").status_code == 404
    assert Client().get("/certificates/").status_code == 302


def test_a_seal_that_fails_is_a_page_with_words(shop):
    registry.get("seals").fails = True

    answer = client_of(shop.li).get(f"/papers/{certificate(shop).code}.pdf")

    assert answer.status_code == 503
    assert "文书还在生成" in body(answer)


def test_rating_by_a_link_needs_no_sign_in_and_shows_no_person(scene, monkeypatch):  # noqa: F811
    from yunchuang.web.citizen.views import ratings as views

    monkeypatch.setattr(views, "now", lambda: MONDAY)
    served(scene)
    token = rating.link_token(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)
    url = f"/rate/{token}/?from=message"

    page = body(Client().get(url))
    sent = {"stars": "2", "tag_version": "1", "tags-2": ["manner"], "tags-5": ["handy"], "words": "慢"}
    done = body(Client().post(url, sent))
    again = Client().post(url, sent)

    assert not [word for word in PRIVATE if word in page + done]
    assert "谢谢您的评价" in done
    assert again.status_code == 409
    assert "已经评价过了" in body(Client().get(url))
    assert Client().get("/rate/guessed/").status_code == 404


@pytest.mark.parametrize(
    "sent", [{}, {"stars": "9"}, {"stars": "五"}, {"stars": "1", "tags-1": "nice", "tag_version": "1"}]
)
def test_an_odd_rating_by_a_link_keeps_nothing(scene, monkeypatch, sent):  # noqa: F811
    from yunchuang.web.citizen.views import ratings as views

    monkeypatch.setattr(views, "now", lambda: MONDAY)
    served(scene)
    token = rating.link_token(actor=scene.li, visit_key=scene.visit_key, at=MONDAY)

    answer = Client().post(f"/rate/{token}/", sent)

    assert answer.status_code == 409
    assert not rating.asked_by_link(token, at=MONDAY).is_rated


def test_the_open_page_is_open_and_names_nobody(scene, monkeypatch):  # noqa: F811
    from yunchuang.web.citizen.views import ratings as views

    monkeypatch.setattr(views, "now", lambda: MONDAY)
    served(scene)
    rate(scene, 5, words="李桂芳来了三趟")

    page = body(Client().get("/ratings/?days=9999"))

    assert "云溪区市场监督管理局" in page
    assert not [word for word in PRIVATE if word in page]


@pytest.mark.parametrize("who", ["wang", "sun", "zhao", "feng"])
def test_follow_ups_are_not_there_for_other_staff(scene, who):  # noqa: F811
    served(scene)
    rate(scene, 5)
    client = client_of(getattr(scene, who))

    assert client.get("/office/ratings/").status_code == 403
    assert client.get(f"/office/ratings/{follow_up_id()}/").status_code == 404
    for verb in ("contact", "answer", "reopen", "close", "exclude"):
        sent = {"words": "x", "weight": "simple"}
        assert client.post(f"/office/ratings/{follow_up_id()}/{verb}/", sent).status_code == 404


def test_the_director_is_told_that_an_answer_is_missing(scene):  # noqa: F811
    served(scene)
    rate(scene, 5)

    page = body(client_of(scene.qian).post(f"/office/ratings/{follow_up_id()}/close/", {"words": "好了"}, follow=True))

    assert "没有答复不能办结" in page
    assert "待联系" in page
