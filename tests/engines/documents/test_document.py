"""The document that every format prints: its parts in own words, its order, what may not be taken out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marchepied.engines.documents import (
    AssemblyAccount,
    Block,
    BlockKind,
    DebateQuestion,
    Item,
    Motion,
    Result,
    SectionChoice,
    Tone,
    arrange_document,
    compose_pack,
    describe_plainly,
    fingerprint_content,
    list_parts,
    list_texts,
    order_sections,
    read_prose,
    shorten_fingerprint,
    walk_blocks,
    write_prose,
)
from tests.engines.documents.samples import EMPTY, FULL

PARAGRAPH = Block(BlockKind.PARAGRAPH, "…", part="x.text")
LED = Block(BlockKind.LIST, ordered=True, part="x.results")
NOTED = Block(BlockKind.LIST, ordered=True, noted=True, part="x.debates")


def keys(document):
    return [section.key for section in document.sections]


def section_of(document, key):
    return next(section for section in document.sections if section.key == key)


def arranged(*choices, pack=FULL, **options):
    return arrange_document(compose_pack(pack, "fr"), choices, **options)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ()),
        ("  \n\n ", ()),
        ("Une phrase.", (replace(PARAGRAPH, text="Une phrase."),)),
        ("Un.\nDeux.\n\nTrois.", (replace(PARAGRAPH, text="Un.\nDeux."), replace(PARAGRAPH, text="Trois."))),
        (
            "Voici :\n- un\n* deux\n• trois",
            (
                replace(PARAGRAPH, text="Voici :"),
                replace(
                    PARAGRAPH, kind=BlockKind.LIST, text="", items=(Item("un"), Item("deux"), Item("trois"))
                ),
            ),
        ),
        (
            "1. un\n2) deux",
            (
                replace(
                    PARAGRAPH, kind=BlockKind.LIST, text="", items=(Item("un"), Item("deux")), ordered=True
                ),
            ),
        ),
        ("3 000 euros", (replace(PARAGRAPH, text="3 000 euros"),)),
        ("-10 %", (replace(PARAGRAPH, text="-10 %"),)),
        ("# <b>Titre</b> *x*", (replace(PARAGRAPH, text="# <b>Titre</b> *x*"),)),
        (
            "- un\n  suite",
            (replace(PARAGRAPH, kind=BlockKind.LIST, text="", items=(Item("un\nsuite"),)),),
        ),
    ],
)
def test_plain_text_is_paragraphs_and_lists_and_never_markup(typed, read):
    assert read_prose(typed, PARAGRAPH) == read


def test_the_second_line_of_an_item_is_read_as_the_list_says():
    (led,) = read_prose("1. La question ?\n   La réponse.\n2. Seule.", LED)
    assert led.items == (Item("La réponse.", lead="La question ?"), Item("Seule."))
    (noted,) = read_prose("1. La question ?\n   Parce que.", NOTED)
    assert noted.items == (Item("La question ?", note="Parce que."),)
    (heading,) = read_prose("Deux\nlignes", Block(BlockKind.HEADING, "…", level=3, mark="m", part="x.y"))
    assert (heading.text, heading.level, heading.mark) == ("Deux lignes", 3, "m")


def test_what_is_said_to_be_missing_is_no_longer_once_written():
    (written,) = read_prose("Le voici.", Block(BlockKind.PARAGRAPH, "Manque.", Tone.MISSING, part="x.y"))
    assert written.tone is Tone.PLAIN


words = st.text("abcdeé’ .", min_size=1, max_size=30).map(str.strip).filter(bool)
items = st.lists(st.builds(Item, words, lead=words | st.just("")), min_size=1, max_size=5)


@given(items, st.booleans())
def test_what_is_written_out_is_read_back_the_same(lines, ordered):
    block = replace(LED, items=tuple(lines), ordered=ordered)
    assert read_prose(write_prose([block]), LED) == (block,)


@given(st.text(max_size=300))
def test_no_word_of_a_text_is_lost(text):
    read = "".join(
        block.text + "".join(item.lead + item.text + item.note for item in block.items)
        for block in read_prose(text, LED)
    )
    assert set(read.split()) <= set(text.split()) | {""} or len(read) <= len(text)
    letters = [sign for sign in text if sign.isalpha()]
    assert [sign for sign in read if sign.isalpha()] == letters


def test_the_sections_come_in_the_order_proposed():
    assert keys(compose_pack(EMPTY, "fr")) == [
        "synopsis", "foreword", "themes", "state", "differ", "decisions", "plan", "debates", "annex", "frame",
    ]  # fmt: skip
    assert keys(compose_pack(EMPTY, "fr").without_empty()) == [
        "synopsis", "themes", "state", "differ", "decisions", "plan", "debates", "frame",
    ]  # fmt: skip
    assert keys(compose_pack(FULL, "fr"))[-1] == "method"


def test_sections_are_ordered_and_new_ones_follow_the_one_they_follow():
    sections = compose_pack(EMPTY, "fr").sections
    ordered = order_sections(sections, ["debates", "gone", "plan", "debates"])
    assert [section.key for section in ordered] == [
        "synopsis", "foreword", "themes", "state", "differ", "decisions", "debates", "annex", "frame", "plan",
    ]  # fmt: skip
    assert order_sections(sections, []) == sections


def test_hidden_sections_go_and_what_limits_the_figures_stays():
    document = arranged(SectionChoice("method", hidden=True), SectionChoice("plan", hidden=True))
    assert "plan" not in keys(document)
    assert "method" in keys(document)
    assert "plan" in keys(arranged(SectionChoice("plan", hidden=True), with_hidden=True))


def test_the_mention_of_anonymity_cannot_be_written_otherwise():
    choice = SectionChoice(
        "method", title="Rien", texts={"method.privacy": "Rien", "method.words": "Un mot."}
    )
    method = section_of(arranged(choice), "method")
    assert method.title == "Comment lire les chiffres"
    assert [block.text for block in method.blocks] == [
        "Un mot.",
        section_of(arranged(), "method").printed[0].text,
    ]


def test_own_words_replace_those_proposed_and_figures_stay():
    document = arranged(
        SectionChoice(
            "synopsis", title=" En bref ", texts={"synopsis.results": "- Tout va bien.\n\nPresque."}
        ),
        SectionChoice("state", texts={"state.statement:1": "Les avis divergent."}),
    )
    synopsis = section_of(document, "synopsis")
    assert synopsis.title == "En bref"
    told = list_texts(document)
    assert "Tout va bien." in told
    assert "Presque." in told
    told_first = [item for block in walk_blocks(synopsis.printed) for item in block.items]
    assert FULL.results[1].sentence not in [item.text for item in told_first]
    state = section_of(document, "state")
    assert next(block for block in state.blocks if block.level == 3).text == "Les avis divergent."
    tables = [block for block in state.blocks if block.kind is BlockKind.TABLE]
    assert tables == [
        block for block in section_of(arranged(), "state").blocks if block.kind is BlockKind.TABLE
    ]


def test_a_sentence_said_twice_is_corrected_twice():
    asked = replace(FULL.themes[0].questions[0], divergence=FULL.themes[0].questions[0].statement, key="q1")
    pack = replace(FULL, themes=(replace(FULL.themes[0], questions=(asked,)),))
    document = arranged(SectionChoice("state", texts={"state.statement:q1": "Autrement dit."}), pack=pack)
    assert list_texts(document).count("Autrement dit.") == 2
    assert [part.name for part in list_parts(section_of(document, "differ"))] == ["differ.words"]


def test_the_parts_of_a_section_are_those_that_may_be_written():
    document = compose_pack(FULL, "fr")
    assert [part.name for part in list_parts(section_of(document, "synopsis"))] == [
        "synopsis.words", "synopsis.perimeter", "synopsis.results", "synopsis.commitments",
    ]  # fmt: skip
    assert [part.name for part in list_parts(section_of(document, "decisions"))] == ["decisions.words"]
    (_words, debates) = list_parts(section_of(document, "debates"))
    assert debates.text.startswith(
        "1. Que faut-il pour que l'avis des clients arrive jusqu'aux chantiers ?\n  Les"
    )
    statement = list_parts(section_of(document, "state"))[1]
    assert (statement.one_line, statement.text) == (True, FULL.themes[0].questions[0].statement)


def test_an_empty_section_is_printed_once_it_is_written():
    assert "foreword" not in keys(arranged())
    document = arranged(SectionChoice("foreword", texts={"foreword.text": "Merci à tous."}))
    assert [block.text for block in section_of(document, "foreword").blocks] == ["Merci à tous."]


def test_what_the_assembly_decided_comes_before_what_was_decided_for_it():
    held = AssemblyAccount(
        FULL.issued_on,
        "42 présents.",
        (Motion("Le plan est adopté.", "adoptée", "40 pour, 2 contre"),),
        ("Un échange.",),
    )
    document = arranged(pack=replace(FULL, held=held))
    texts = [text for text in list_texts(document) if text]
    start = texts.index("Par l’assemblée du 18 janvier 2027")
    assert texts[start : start + 5] == [
        "Par l’assemblée du 18 janvier 2027",
        "42 présents.",
        "Le plan est adopté.",
        "adoptée · 40 pour, 2 contre",
        "Avant l’assemblée",
    ]
    assert section_of(document, "minutes").printed[0].items == (Item("Un échange."),)


def fingerprint(document):
    return fingerprint_content(describe_plainly(document))


def test_the_fingerprint_is_that_of_the_content():
    document = compose_pack(EMPTY, "fr")
    assert fingerprint(document) == fingerprint(replace(document, imprint=("Édition 1",)))
    assert len(fingerprint(document)) == 64
    others = [
        compose_pack(replace(EMPTY, results=(Result("Autre"),)), "fr"),
        compose_pack(EMPTY, "en"),
        compose_pack(replace(EMPTY, debates=(DebateQuestion("Quoi ?"),)), "fr"),
    ]
    assert len({fingerprint(other) for other in (document, *others)}) == 4
    assert fingerprint_content({"a": 1, "b": [2]}) == fingerprint_content({"b": [2], "a": 1})
    assert shorten_fingerprint("1a2b3c4d5e6f7890") == "1a2b 3c4d 5e6f"
