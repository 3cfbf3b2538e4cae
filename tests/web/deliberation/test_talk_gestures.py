"""Small gestures of a participant: where a refusal is said, and where one comes back to."""

import pytest
from django.urls import reverse

from marchepied.apps.deliberation.selectors.statements import statements_of

pytestmark = pytest.mark.django_db

OPEN_FORM = '<details class="talk__propose" open>'


def test_an_empty_sentence_is_refused_beside_its_field(client, code, topic, plain):
    page = client.post(
        reverse("deliberation:talk", args=[code]), {"geste": "proposer", "phrase_proposee": " "}
    )
    before, form = plain(page.content.decode()).split(OPEN_FORM)
    said = "Écrivez une phrase : une idée, avec laquelle on peut être d’accord ou non."
    assert (page.status_code, said in before, form.count(said)) == (422, False, 1)
    assert 'aria-invalid="true"' in form


def test_a_vote_that_is_none_is_refused_above_the_statement(client, code, topic, plain):
    page = client.post(
        reverse("deliberation:talk", args=[code]), {"geste": "voter", "phrase": "1", "vote": "9"}
    )
    text = plain(page.content.decode())
    assert (page.status_code, OPEN_FORM in text) == (422, False)
    assert text.index("Choisissez : d’accord") < text.index('id="phrase"')


@pytest.mark.parametrize(("query", "comes_back"), [("", False), ("&retour=liste", True)])
def test_one_comes_back_to_where_one_was(client, code, topic, query, comes_back):
    address = reverse("deliberation:talk", args=[code])
    number = statements_of(topic)[0].number
    page = client.get(f"{address}?phrase={number}{query}").content.decode()
    assert ('name="retour" value="liste"' in page) is comes_back
    listed = client.get(reverse("deliberation:mine", args=[code])).content.decode()
    assert f'href="{address}?phrase={number}&amp;retour=liste"' in listed
