"""Correspondences and labels that ship: everything they name exists, in both languages, in our own words."""

import datetime
import re
from itertools import pairwise
from pathlib import Path

import pytest

from marchepied.apps.organisations.enums import LegalForm, Sector
from marchepied.apps.referentials.enums import LabelKind, Territory
from marchepied.engines.bridges import read_links, read_sssom, write_sssom
from marchepied.engines.referential import (
    LABEL_KINDS,
    TERRITORIES,
    read_shipped_labels,
    read_shipped_mappings,
    read_shipped_parts,
    read_shipped_referential,
    read_shipped_standards,
)

REPOSITORY = Path(__file__).resolve().parents[2]
GUIDE = "guide-ess"
STANDARDS = {
    "iso-26000", "lucie-26000", "iso-9001", "cap", "bilan-societal", "ust", "vsme", "odd", "qualiopi",
    "revision-cooperative", "global-compact",
}  # fmt: skip
CHAINS = {"lucie-26000--iso-26000", "global-compact--iso-26000", "qualiopi--iso-9001"}
# No standard that bridges follow speaks of these, honestly: docs/reference/labels-and-bridges.md says why.
WITHOUT = {"t8-hard-choices", "t8-other-view"}
# What each publication counts, said in its public presentations.
LEAVES = {"iso-26000": 37, "lucie-26000": 7, "bilan-societal": 9, "ust": 5, "vsme": 20, "qualiopi": 32}
LONGEST_NAME = 60
MAPPINGS = read_shipped_mappings()


@pytest.fixture(scope="module")
def standards():
    return {standard.id: standard for standard in read_shipped_standards()}


@pytest.fixture(scope="module")
def parts():
    return read_shipped_parts(GUIDE).parts


@pytest.fixture(scope="module")
def links():
    return [link for text in MAPPINGS.values() for link in read_links(read_sssom(text))[0]]


def test_every_standard_ships_with_its_set(standards):
    assert set(standards) == STANDARDS
    assert set(MAPPINGS) == {f"{GUIDE}--{name}" for name in STANDARDS} | CHAINS


def test_every_question_has_a_correspondence_but_those_that_have_none_honestly(links, parts):
    ends = {
        end.split(":")[1] for link in links for end in (link.source, link.target) if end.startswith(GUIDE)
    }
    assert set(parts) - ends == WITHOUT
    page = (REPOSITORY / "docs" / "reference" / "labels-and-bridges.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(t\d-[a-z-]+)` \|", page, re.MULTILINE)) == WITHOUT


def test_every_question_of_the_guide_has_its_parts_and_no_other(parts):
    guide = read_shipped_referential(GUIDE)
    announced = {f"t{axis.number}-" for axis in guide.axes if axis.announced}
    asked = {question.id for question in guide.walk_questions()}
    written = {name for name in parts if name[:3] not in announced}
    assert written == asked
    assert {len(found) for found in parts.values()} <= {1, 2, 3, 4}


@pytest.mark.parametrize("name", sorted(MAPPINGS))
def test_a_set_reads_whole_and_writes_back(name):
    found = read_sssom(MAPPINGS[name])
    links, left_out = read_links(found)
    assert (len(links), left_out, found.notes) == (len(found.mappings), (), ())
    assert write_sssom(found) == MAPPINGS[name]
    assert {mapping.text("author_label") for mapping in found.mappings} == {"Marchepied"}
    assert all(link.justification.endswith(".") for link in links)
    assert all(link.justification_en.endswith(".") for link in links)
    assert {link.date for link in links} == {datetime.date(2026, 11, 28)}


def test_reasons_are_short_and_told_the_same_way_each_time(links):
    told = {}
    for link in links:
        told.setdefault(link.justification, set()).add(link.justification_en)
        assert len(link.justification.split()) <= 25, link
        assert not re.search(r"conforme à|certifie que|satisfait à", link.justification)
    assert [french for french, english in told.items() if len(english) > 1] == []


def test_every_end_and_every_covered_part_exists(links, standards, parts):
    known = {f"{GUIDE}:{question}": {part.id for part in found} for question, found in parts.items()}
    for standard in standards.values():
        known |= {f"{standard.id}:{item.id}": set(item.part_names) for item in standard.items}
    lost = [
        link for link in links if link.source not in known or not set(link.covers or ()) <= known[link.target]
    ]
    assert lost == []


def test_every_link_goes_between_the_two_ends_of_its_set_and_is_told_once(links):
    ends = [(link.source, link.target) for link in links]
    assert len(set(ends)) == len(ends)
    for name, text in MAPPINGS.items():
        found = read_links(read_sssom(text))[0]
        between = {"--".join(end.split(":")[0] for end in (link.source, link.target)) for link in found}
        other_way = "--".join(reversed(name.split("--")))
        assert between == ({name} if name in CHAINS else {name, other_way})


def test_both_directions_and_every_theme_are_there(links, standards):
    towards = {link.source.split(":")[0] for link in links if link.target.startswith(GUIDE)}
    away = {link.target.split(":")[0] for link in links if link.source.startswith(GUIDE)}
    assert towards == away == set(standards)
    themes = {
        theme for link in links for theme in re.findall(r"guide-ess:(t\d)", f"{link.source} {link.target}")
    }
    assert themes == {f"t{number}" for number in range(1, 9)}


def test_two_questions_never_answer_for_the_same_part_of_a_standard(links):
    """Two answers of different levels would contradict one another there."""
    covered = [
        (link.target, part) for link in links if link.source.startswith(GUIDE) for part in link.covers or ()
    ]
    assert len(set(covered)) == len(covered)


def test_what_nobody_checks_covers_nothing(links):
    """ISO 26000, the goals and the Global Compact certify nothing, a questionnaire or a register neither."""
    declared = ("iso-26000:", "odd:", "global-compact:", "bilan-societal:", "ust:", "cap:")
    assert [link for link in links if link.source.startswith(declared) and link.covers] == []


def test_a_certified_quality_system_answers_two_questions_of_theme_5_whole(links, parts):
    answered = {}
    for link in links:
        if link.source.startswith("iso-9001:"):
            answered.setdefault(link.target.split(":")[1], set()).update(link.covers or ())
    whole = {name for name, found in answered.items() if found == {part.id for part in parts[name]}}
    assert {name for name in whole if name.startswith("t5-")} == {"t5-do-more", "t5-relevance"}


@pytest.mark.parametrize(("name", "count"), LEAVES.items())
def test_no_topic_of_a_publication_is_missing(standards, name, count):
    assert len(standards[name].leaves) == count


def test_standards_are_names_only_with_their_owner_and_rights(standards):
    for standard in standards.values():
        titles = [item.title for item in standard.items] + [
            part.title for item in standard.items for part in item.parts
        ]
        assert (
            max(len(title.read_in(language)) for title in titles for language in ("fr", "en"))
            <= LONGEST_NAME + 10
        )
        assert not [title for title in titles if re.search(r"[.;!?]$", title.read_in("fr"))]
        assert standard.rights.languages == ("fr", "en")
        assert standard.owner
        assert re.fullmatch(r"20\d\d-\d\d", standard.as_of)


@pytest.mark.parametrize(("name", "with_domains"), [("cap", True), ("ust", False)])
def test_a_standard_that_is_also_a_referential_here_has_the_same_ids(standards, name, with_domains):
    referential = read_shipped_referential(name)
    domains = {domain.id for domain in referential.walk_domains()} if with_domains else set()
    assert {item.id for item in standards[name].items} == {axis.id for axis in referential.axes} | domains


def test_labels_are_whole_and_honest(standards):
    labels = read_shipped_labels()
    assert len(labels) >= 30
    assert {label.framework for label in labels} - {""} <= set(standards)
    assert {sector for label in labels for sector in label.sectors} == set(Sector.values) - {"other"}
    assert all(label.name.languages == ("fr", "en") for label in labels)
    assert [label.id for label in labels if label.source.read and not label.source.publisher] == []
    assert all(label.years is None or label.years.most <= 6 for label in labels)


def test_words_exist_for_every_code():
    assert set(LABEL_KINDS) == set(LabelKind.values)
    assert set(TERRITORIES) == set(Territory.values)
    families = {family for label in read_shipped_labels() for family in label.families}
    assert families <= set(LegalForm.values)


def test_what_is_asked_is_told_in_short_sentences():
    long = [
        (label.id, text.read_in("fr"))
        for label in read_shipped_labels()
        for text in label.asks
        if len(text.read_in("fr").split()) > 25
    ]
    assert long == []


def test_standards_list_a_topic_after_the_one_it_belongs_to(standards):
    orders = [[item.id for item in standard.items] for standard in standards.values()]
    assert all(len(set(order)) == len(order) for order in orders)
    assert all(first != second for order in orders for first, second in pairwise(order))
