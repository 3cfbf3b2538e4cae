"""The page for readers: nothing can be injected, the lists hold each statement once, axe finds nothing."""

from html.parser import HTMLParser

import numpy as np

from marchepied.engines.consensus.examination import examine
from marchepied.engines.consensus.lists import sort_statements
from marchepied.engines.consensus.report import write_report
from marchepied.engines.consensus.summary import name_group
from marchepied.engines.consensus.words import ENGLISH, FRENCH

from .conversations import draw_groups


def result_with_groups(texts=None):
    votes, membership = draw_groups(80, 12, 2, np.random.default_rng(1))
    return examine(votes, labels=membership.astype(np.int8), group_ids=("a & b", "<c>"), texts=texts)


class Reader(HTMLParser):
    """Counts the elements and gathers the words."""

    def __init__(self):
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text.append(data)


def test_texts_and_names_are_never_markup():
    hostile = '<img src=x onerror=alert(1)> & "quotes"'
    page = write_report(result_with_groups({str(place): hostile for place in range(12)}))
    reader = Reader()
    reader.feed(page)
    assert "img" not in reader.tags
    assert reader.text.count(hostile) >= 12
    assert "Groupe <c>" in reader.text


def test_a_statement_is_in_one_list_at_most():
    for seed in range(20):
        votes, _ = draw_groups(30, 25, 2, np.random.default_rng(seed), missing=0.7)
        lists = sort_statements(examine(votes).analysis, listed=25)
        places = [*lists.together, *lists.divides, *lists.unknown]
        assert len(places) == len(set(places))


def test_each_group_is_described_by_its_own_statements():
    page = write_report(result_with_groups(), "en")
    assert "Group a &amp; b" in page
    assert page.count("What sets it apart from the others:") == 2
    assert "agrees with" in page
    assert "in this group" in page


def test_groups_that_were_found_are_named_by_letters():
    votes, _ = draw_groups(80, 40, 2, np.random.default_rng(1))
    result = examine(votes)
    assert [name_group(result, FRENCH, rank) for rank in range(2)] == ["Groupe A", "Groupe B"]


def test_both_languages_say_the_same_things():
    assert FRENCH.keys() == ENGLISH.keys()
    for key, text in FRENCH.items():
        holes = [part.split("}")[0] for part in text.split("{")[1:]]
        assert sorted(holes) == sorted(part.split("}")[0] for part in ENGLISH[key].split("{")[1:])
