"""Real answers, annotated by people: the figures of the method page, and names hidden in real texts."""

import json
import random

import pytest
from benchmarks.annotations import (
    adjusted_rand,
    cohen_kappa,
    draw_annotators,
    draw_mentions,
    matched_kappa,
    read_questions,
    v_measure,
)

from marchepied.engines.themes import find_themes, mask
from tests.engines.worked_examples import PAGES, write_number

DEBATE, SUBTITLES = "texte/grand_debat_annotations.jsonl", "texte/xed_fr_emotions.tsv"


def test_measures_on_published_cases():
    """scikit-learn’s documentation of the same measures gives these values."""
    assert v_measure([0, 0, 1, 1], [0, 0, 1, 1]) == pytest.approx(1)
    assert v_measure([0, 0, 1, 1], [0, 0, 1, 2]) == pytest.approx(0.8)
    assert v_measure([0, 0, 1, 1], [0, 1, 2, 3]) == pytest.approx(2 / 3)
    assert v_measure([0, 0, 0, 0], [0, 1, 2, 3]) == pytest.approx(0)
    assert adjusted_rand([0, 0, 1, 2], [0, 0, 1, 1]) == pytest.approx(4 / 7)
    assert adjusted_rand([0, 0, 1, 1], [1, 1, 0, 0]) == pytest.approx(1)
    assert cohen_kappa("aabb", "aaba") == pytest.approx(0.5)
    assert matched_kappa([1, 1, 2, 2], "aaba") == pytest.approx(0.5)


def test_two_annotators_are_drawn_among_those_who_answered():
    draw = random.Random(1)
    assert draw_mentions({"a": 1}, draw) == ("a", "a")
    assert set(draw_mentions({"a": 1, "b": 1}, draw)) == {"a", "b"}
    assert draw_annotators({"a": 3}, draw) == ("a", "a")


@pytest.fixture
def questions(shared_data):
    return read_questions(shared_data / DEBATE)


def test_agreement_with_the_label_most_gave(questions):
    """The figures that the page gives for the words, the number of themes being chosen."""
    totals, answers = [0.0, 0.0, 0.0], 0
    for question in questions:
        found = find_themes(question.answers, question=question.text)
        places = [placement.theme or "" for placement in found.placements]
        measures = (v_measure, adjusted_rand, matched_kappa)
        for at, measure in enumerate(measures):
            totals[at] += measure(places, question.main) * len(places)
        answers += len(places)
    figures = " et ".join(
        (
            ", ".join(write_number(total / answers, 2) for total in totals[:2]),
            write_number(totals[2] / answers, 2),
        )
    )
    page = " ".join((PAGES / "themes.md").read_text(encoding="utf-8").split())
    assert (len(questions), answers) == (5, 1_229)
    assert f"le plus donné à chaque réponse : {figures} par les mots" in page


def test_sentences_of_real_answers_are_real(questions):
    question = questions[0]
    found = find_themes(question.answers)
    hidden = {str(rank): mask(text).text for rank, text in enumerate(question.answers, start=1)}
    quoted = [sentence for theme in found.themes for sentence in theme.sentences]
    assert min(len(theme.sentences) for theme in found.themes) >= 2
    assert all(sentence.sentence in hidden[sentence.text] for sentence in quoted)


def test_names_hidden_in_real_texts(shared_data):
    answers = [json.loads(line)["texte"] for line in (shared_data / DEBATE).read_text("utf-8").splitlines()]
    spoken = [line.split("\t")[0] for line in (shared_data / SUBTITLES).read_text("utf-8").splitlines()]
    counts = [dict(mask(text).counts) for text in answers + spoken]
    assert (len(counts), sum(count.get("name", 0) for count in counts)) == (8_948, 406)
    assert {kind for count in counts for kind in count} == {"name"}
