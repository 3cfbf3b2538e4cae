"""Whatever is done to a referential, the answer is a list of sentences, never a crash."""

import contextlib
import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marchepied.engines.referential import (
    COLLEGES,
    Problem,
    YamlRefusedError,
    content_hash,
    count_sentences,
    count_words,
    load_yaml,
    minutes_for,
    parse_referential,
    questions_for_college,
    read_shipped_referential,
    referential_stats,
    split_sentences,
    validate,
    word_question,
    word_text,
)

from .conftest import read_example

TEXT = read_example()
EXAMPLE = json.loads(json.dumps(load_yaml(TEXT)))
GUIDE = tuple(read_shipped_referential().walk_questions())

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, item in items:
        found += places(item, (*path, key))
    return found


PLACES = places(EXAMPLE)


def check(data: Any) -> None:
    """Either the data parses and everything can be said of it, or each fault is a sentence."""
    problems = validate(data)
    if not problems:
        referential = parse_referential(data)
        assert referential_stats(referential)["axes"] == len(data["axes"])
        for question in referential.walk_questions():
            word_question(question, "fr")
        return
    for problem in problems:
        assert isinstance(problem, Problem)
        assert problem.message_fr
        assert problem.advice_fr
        assert str(problem)


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_mutated_referential_never_crashes(data):
    mutated = copy.deepcopy(EXAMPLE)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(PLACES))
        parent = mutated
        try:
            for key in path[:-1]:
                parent = parent[key]
            change = data.draw(st.sampled_from(["replace", "remove", "add"]))
            if change == "remove":
                del parent[path[-1]]
            elif change == "add" and isinstance(parent, dict):
                parent[data.draw(st.text(max_size=8))] = data.draw(values)
            else:
                parent[path[-1]] = data.draw(values)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change removed this place
    check(mutated)


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_yaml_never_crashes(data):
    text = TEXT
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 30))
        piece = data.draw(
            st.text(max_size=6) | st.sampled_from(["*a", "&a ", "- ", "{", "}", "[", ": ", "\n", "\t", "|"])
        )
        text = text[:at] + piece + text[at + length :]
    try:
        loaded = load_yaml(text, file="essai.yaml")
    except YamlRefusedError as refusal:
        said = refusal.message, refusal.advice
    else:
        said = ("lu", "ok")
        check(loaded)
    assert all(said)


@given(st.binary(max_size=400))
def test_bytes_are_read_or_refused(content):
    with contextlib.suppress(YamlRefusedError):
        load_yaml(content)


@given(values)
def test_anything_can_be_validated(data):
    check(data)


@given(st.text())
def test_texts_can_always_be_counted_and_filled(text):
    assert count_sentences(text) == len(split_sentences(text)) <= count_words(text)
    word_text(text, "fr")


@given(st.permutations(list(EXAMPLE)))
def test_the_hash_ignores_the_order_of_keys(keys):
    assert content_hash({key: EXAMPLE[key] for key in keys}) == content_hash(EXAMPLE)


@given(st.lists(st.sampled_from(GUIDE), unique=True), st.sampled_from(COLLEGES), st.integers(0, 15))
def test_a_choice_is_ordered_bounded_and_prefers_express(questions, college, limit):
    chosen = questions_for_college(questions, college, limit)
    asked = [question for question in questions if college in question.colleges]
    assert len(chosen) == min(limit, len(asked))
    assert list(chosen) == [question for question in questions if question in chosen]
    express = [question for question in asked if question.depth == "express"]
    assert sum(question.depth == "express" for question in chosen) == min(limit, len(express))


@given(st.integers(0, 500))
def test_minutes_never_shrink(n):
    assert minutes_for(n) <= minutes_for(n + 1)
    assert minutes_for(n, started=True) <= minutes_for(n)
