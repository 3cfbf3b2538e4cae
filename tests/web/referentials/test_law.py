"""The law, said once, dated, with its texts."""

import pytest
from bs4 import BeautifulSoup

from marchepied.apps.organisations.enums import LegalForm
from marchepied.apps.referentials.selectors import guide_version, read_legal_frame, read_referential
from marchepied.apps.referentials.services import load_shipped_referentials

pytestmark = pytest.mark.django_db
LAW = "/guide/loi/"


@pytest.fixture
def page(client):
    load_shipped_referentials()
    return BeautifulSoup(client.get(LAW).content, "html.parser")


def test_every_fact_every_form_and_every_duty_is_told_once(page):
    guide, frame = read_referential(guide_version()), read_legal_frame()
    assert [item["id"] for item in page.select("li[id^=fait-]")] == [
        f"fait-{fact.id}" for fact in frame.facts
    ]
    assert len(page.select("section[aria-labelledby=formes] details > summary")) == len(LegalForm)
    told = [item["id"] for item in page.select("div[id^=obligation-]")]
    assert sorted(told) == sorted(f"obligation-{duty.id}" for duty in guide.duties)


def test_the_page_is_dated_and_each_text_has_its_place(page, plain):
    assert "Relu en novembre 2026." in plain(page.text)
    duerp = plain(page.select_one("#obligation-duerp").text)
    assert "Code du travail, articles L. 4121-3 et R. 4121-1 à R. 4121-4." in duerp


def test_each_citation_of_a_sheet_leads_to_its_place(client, page):
    guide = read_referential(guide_version())
    anchors = {item["id"] for item in page.select("[id^=texte-]")}
    for axis in guide.axes:
        sheet = BeautifulSoup(client.get(f"/guide/{axis.id}/").content, "html.parser")
        links = {link["href"] for link in sheet.select(f"a[href^='{LAW}#texte-']")}
        assert links == {f"{LAW}#texte-{item.id}" for item in axis.legal_references}
        assert {link.split("#")[1] for link in links} <= anchors


def test_the_law_asks_one_query(client, page, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(LAW)
