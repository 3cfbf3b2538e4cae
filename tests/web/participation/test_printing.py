"""What is printed: the poster, the slips, the paper sheet."""

import io
import re

import pytest
from pypdf import PdfReader

from marchepied.apps.participation.models import Invitation
from marchepied.apps.participation.validators import handle_of, token_of
from tests.factories.participation import RoundCollegeFactory

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def call(add_group, open_with):
    RoundCollegeFactory()
    return open_with(add_group("Bénévoles du samedi", expected_count=12))[0]


def pages_of(response):
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Cache-Control"] == "no-store"
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages]
    return [text.replace("\u200b", "") for text in texts]  # where a long word may be cut


def test_the_poster_holds_the_short_address(client, pilot, page_of, call, plain):
    response = client.get(page_of("poster-pdf", call.pk))
    (page,) = pages_of(response)
    assert CODE.findall(page) == [token_of(call.handle)]
    assert "le lien avec les usagers" in plain(page)
    assert response.headers["Content-Disposition"] == 'attachment; filename="affiche-benevoles-du-samedi.pdf"'


def test_the_poster_as_a_page_says_the_same(client, pilot, page_of, call, plain):
    page = plain(client.get(page_of("poster", call.pk)).content.decode())
    assert "Donnez votre avis sur le lien avec les usagers" in page
    assert f"avis.exemple.fr/r/{token_of(call.handle)}" in page


def test_each_slip_has_a_code_of_its_own_that_opens_this_group(client, pilot, page_of, call, everything):
    pages = pages_of(client.post(page_of("slips", call.pk), {"count": "23"}))
    codes = CODE.findall(" ".join(pages))
    assert len(pages) == 3
    assert len(set(codes)) == len(codes) == 23
    assert {handle_of(code) for code in codes} == set(
        Invitation.objects.filter(call=call).order_by().values_list("handle", flat=True)
    )
    assert token_of(call.handle) not in codes


@pytest.mark.parametrize("count", ["0", "501", "", "douze"])
def test_a_number_of_slips_that_cannot_be_is_explained(
    client, pilot, page_of, call, count, messages_of, everything
):
    response = client.post(page_of("slips", call.pk), {"count": count}, follow=True)
    assert len(messages_of(response)) == 1
    assert Invitation.objects.count() == 0


def test_the_paper_sheet_asks_the_same_questions_and_carries_no_code(client, pilot, page_of, call, plain):
    text = plain(" ".join(pages_of(client.get(page_of("paper-pdf", call.pk)))))
    wordings = [item["wording"]["fr"] for item in call.round.form["items"] if item["id"] in call.item_ids]
    assert [plain(wording) in text for wording in wordings] == [True] * len(call.item_ids)
    assert not CODE.search(text)
    large = pages_of(client.get(page_of("paper-pdf", call.pk), {"grand": "1"}))
    assert len(large) >= 2


def test_a_hostile_name_still_makes_a_poster(client, pilot, page_of, add_group, open_with):
    (call,) = open_with(add_group('#import "x" 🌳 *gras* <b>村民</b> $x$'))
    assert len(pages_of(client.get(page_of("poster-pdf", call.pk)))) == 1
