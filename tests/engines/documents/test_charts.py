from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.documents import CollegeView, OpinionScale, Visibility, opinion_scale_chart
from marchepied.engines.documents._charts import snap_view
from tests.engines.documents.samples import HOSTILE_TEXTS, SHARE_HEADS, make_views, poison

SVG = "{http://www.w3.org/2000/svg}"
SCALE = OpinionScale(
    title="Ici, demande-t-on leur avis aux clients ?",
    low_end="jamais",
    high_end="ils décident avec nous",
    colleges=make_views(2.8, apart=True),
    share_heads=SHARE_HEADS,
)


def drawn_texts(svg):
    return [text.text for text in ElementTree.fromstring(svg).iter(f"{SVG}text") if text.text]


def test_the_drawing_is_one_image_with_title_and_description():
    chart = opinion_scale_chart(SCALE)
    root = ElementTree.fromstring(chart.svg)
    title, description, drawing = list(root)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "Ici, demande-t-on leur avis aux clients\u202f?"
    assert description.text == chart.description
    assert drawing.get("aria-hidden") == "true"
    inner = [
        key
        for mark in drawing.iter()
        for key in mark.attrib
        if mark is not drawing and (key.startswith("aria") or key in {"role", "style", "class"})
    ]
    assert inner == []


def test_the_description_says_each_group_in_words():
    assert opinion_scale_chart(SCALE).description.replace("\u202f", " ").replace("\u00a0", " ") == (
        "L’échelle va de « jamais » à « ils décident avec nous ». "
        "Administrateurs : entre 3 et 5 sur 5 (5 à 9 réponses). "
        "Salariés permanents : 3,0 sur 5 (14 sur 15). "
        "Salariés en parcours : 1,7 sur 5 (31 sur 60), à l’écart des autres groupes. "
        "Clients : 2,8 sur 5 (11 sur 40). "
        "Bénévoles : moins de cinq réponses : non montré."
    )


def test_the_table_holds_the_figures_of_the_drawing():
    chart = opinion_scale_chart(SCALE)
    assert chart.head == (
        "Groupe", "Réponses", "Milieu des réponses", *SHARE_HEADS, "Ne savent pas",
    )  # fmt: skip
    assert chart.rows[1] == (
        "Salariés permanents", "14 sur 15", "3,0 sur 5", "14\u202f%", "50\u202f%", "36\u202f%", "7\u202f%",
    )  # fmt: skip
    assert chart.rows[4] == ("Bénévoles", "moins de cinq réponses", "non montré", "–", "–", "–", "–")


def test_the_ends_and_the_hidden_group_are_words():
    texts = drawn_texts(opinion_scale_chart(SCALE).svg)
    assert texts[:2] == ["jamais", "ils décident avec nous"]
    assert [text for text in texts if "non montré" in text] == ["moins de cinq réponses\u00a0: non montré"]


def test_a_hidden_group_leaks_nothing():
    figures = CollegeView(
        "Bénévoles", "", Visibility.HIDDEN, 2.0, 1.5, 2.5, True, ("20 %", "30 %", "50 %"), "3 %"
    )
    bare = CollegeView("Bénévoles", "", Visibility.HIDDEN)
    spec = replace(SCALE, colleges=(*make_views(2.8)[1:4], bare))
    assert opinion_scale_chart(replace(spec, colleges=(*make_views(2.8)[1:4], figures))).svg == (
        opinion_scale_chart(spec).svg
    )


@given(st.floats(1, 5), st.floats(0, 2), st.floats(0, 2))
def test_a_small_group_is_drawn_from_whole_levels(median, below, above):
    view = CollegeView("G", "5 à 9", Visibility.BANDED, median, median - below, median + above)
    drawn = snap_view(view, 5)
    assert [value % 1 for value in (drawn.low, drawn.high)] == [0, 0]
    assert 1 <= drawn.low <= median <= drawn.high <= 5
    assert drawn.median == (drawn.low + drawn.high) / 2


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(4, 5, "entre 4 et 5 sur 5"), (3, 3, "autour de 3 sur 5"), (1, 2, "entre 1 et 2 sur 5")],
)
def test_a_small_group_is_said_by_its_band(low, high, said):
    view = CollegeView("Administrateurs", "5 à 9 réponses", Visibility.BANDED, (low + high) / 2, low, high)
    assert snap_view(view, 5).median == (low + high) / 2
    assert opinion_scale_chart(replace(SCALE, colleges=(view,))).rows[0][2] == said


@pytest.mark.parametrize("narrow", [False, True])
def test_long_ends_of_the_scale_take_two_lines_and_never_meet(narrow):
    spec = replace(
        SCALE,
        low_end="beaucoup repartent sans réponse",
        high_end="on change les choses ensemble",
        narrow=narrow,
    )
    short = replace(spec, low_end="jamais", high_end="souvent")
    texts = drawn_texts(opinion_scale_chart(spec).svg)
    lines = (
        ["beaucoup repartent", "sans réponse", "on change les", "choses ensemble"]
        if narrow
        else ["beaucoup repartent sans", "réponse", "on change les choses", "ensemble"]
    )
    assert texts[:4] == lines
    assert opinion_scale_chart(spec).height == opinion_scale_chart(short).height + 17


def test_no_group_at_all_draws_the_scale_and_says_so():
    chart = opinion_scale_chart(replace(SCALE, colleges=()))
    assert chart.rows == ()
    assert chart.description.endswith("Aucun groupe n’a répondu.")


def test_english_words_and_figures():
    chart = opinion_scale_chart(replace(SCALE, language="en", narrow=True))
    assert chart.rows[1][2] == "3.0 out of 5"
    assert chart.width == 320


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_hostile_names_stay_text(name, narrow):
    spec = replace(poison(SCALE, HOSTILE_TEXTS[name]), language="fr", narrow=narrow)
    root = ElementTree.fromstring(opinion_scale_chart(spec).svg)
    assert {mark.tag.removeprefix(SVG) for mark in root.iter()} <= {
        "svg", "title", "desc", "g", "path", "text", "tspan", "line", "rect", "defs", "clipPath",
    }  # fmt: skip


def test_a_scale_of_one_level_is_refused():
    with pytest.raises(ValueError, match="deux niveaux au moins"):
        opinion_scale_chart(replace(SCALE, levels=1))


def test_the_same_question_draws_the_same_bytes():
    assert opinion_scale_chart(SCALE).svg == opinion_scale_chart(SCALE).svg
