"""The directory of labels, on a small one: what is refused, what is found, in which order."""

import pytest

from marchepied.engines.referential import (
    InvalidReferentialError,
    LabelDirectory,
    LabelSearch,
    load_yaml,
    parse_labels,
    rank_for,
)

HEAD = "format: 1\nas_of: 2026-11\nlabels:\n"


def label(identity, name, asks="Montrer son travail.", **more):
    lines = [
        f"- id: {identity}",
        f"  name: {{fr: {name}, en: {name} (en)}}",
        "  kind: label",
        "  territory: france",
        "  owner: Quelqu’un",
        f"  asks: [{{fr: {asks}, en: In English}}]",
        "  checked: 2026-11",
        "  source: {publisher: Une page, basis: read}",
        *(f"  {field}: {value}" for field, value in more.items()),
    ]
    return "\n".join(lines) + "\n"


def parse(*labels):
    return parse_labels(load_yaml(HEAD + "".join(labels), file="labels.yaml"))


WOOD = label("bois", "Bois suivi", "Dire d’où vient le bois.", sectors="[trade]", families="[company_ess]")
OPEN = label("ouvert", "Ouvert à tous", "Dire ce que l’on fait du bois.", territory="world").replace(
    "  territory: france\n", ""
)
CARE = label("soin", "Bien soigner", sectors="[health, social]", months="{least: 3, most: 9}")


def test_what_is_not_written_is_empty():
    (found,) = parse(label("un", "Un"))
    assert (found.branch, found.months, found.years, found.assessed_by, found.framework) == (None,) * 4 + (
        "",
    )
    assert (found.sectors, found.families) == ((), ())
    assert found.source.url == ""


def test_those_made_for_the_sector_come_before_those_open_to_all():
    labels = parse(OPEN, WOOD, CARE)
    shelf = LabelDirectory(labels, "fr")
    assert [found.id for found in shelf.search(LabelSearch(sector="trade")).labels] == ["bois", "ouvert"]
    assert [rank_for(found, "trade", "association") for found in labels] == [1, 2, 2]
    assert [rank_for(found, "", "") for found in labels] == [1, 1, 1]


def test_words_of_the_name_come_first_and_some_words_are_enough():
    shelf = LabelDirectory(parse(OPEN, WOOD, CARE), "fr")
    assert [found.id for found in shelf.search(LabelSearch(words="les bois")).labels] == ["bois", "ouvert"]
    some = shelf.search(LabelSearch(words="bois zèbre"))
    assert ([found.id for found in some.labels], some.partial) == (["bois", "ouvert"], True)
    assert shelf.search(LabelSearch(words="zèbre")).labels == ()
    assert [found.id for found in shelf.search(LabelSearch(territory="world")).labels] == ["ouvert"]


def test_names_are_found_in_the_language_of_the_directory():
    shelf = LabelDirectory(parse(WOOD, CARE), "en")
    assert shelf.find("bois").name.read_in("en") == "Bois suivi (en)"
    assert shelf.find("rien") is None


@pytest.mark.parametrize(
    ("labels", "fault"),
    [
        ([WOOD, WOOD], "« bois » sert deux fois."),
        ([label("un", "Un", months="{least: 9, most: 3}")], "le plus petit dépasse le plus grand."),
        ([label("un", "Un", sectors="[lune]")], "« lune » n’est pas un choix possible."),
        ([label("un", "Un", couleur="bleu")], "« couleur » n’est pas un champ connu ici."),
    ],
)
def test_a_fault_is_told_with_its_line(labels, fault):
    with pytest.raises(InvalidReferentialError) as refused:
        parse(*labels)
    (problem,) = refused.value.problems
    assert problem.message_fr == fault
    assert problem.line > 3
