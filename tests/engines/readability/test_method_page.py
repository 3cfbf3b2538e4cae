"""The method page shows the engine's own figures: its example, its bands and its targets."""

import re

from marchepied.engines.readability import BANDS, FIELD_WORDS, TARGETS, find_rare_words, measure
from marchepied.engines.readability._report import BANDS_FR
from tests.engines.worked_examples import PAGES, read_numbers, write_number

from .sentences import PAIRS
from .test_measure import NOTICE

PAGE = (PAGES / "readability.md").read_text(encoding="utf-8")


def test_the_example_of_the_page():
    measured = measure(NOTICE)
    numbers = read_numbers("readability.md", "score")
    per_sentence = write_number(measured.words_per_sentence, 2)
    per_word = write_number(measured.syllables_per_word, 2)
    counts = [str(measured.words), str(measured.sentences), str(measured.syllables)]
    formula = ["207", "1,015", per_sentence, "73,6", per_word, write_number(measured.score, 1)]
    assert numbers == ["12", *counts, per_sentence, per_word, *formula]
    assert NOTICE in PAGE.replace("\n", " ")


def test_the_heavy_sentence_of_the_page():
    heavy, plain = PAIRS[0]
    assert f"« {heavy} » tient en dix mots" in PAGE
    assert plain in PAGE.replace("\n", " ")
    rare = find_rare_words(heavy, allowed=FIELD_WORDS["fr"], common=TARGETS["participant"].common_words["fr"])
    assert len(rare) == 4
    assert measure(heavy).words == 10


def test_the_targets_of_the_page():
    rows = re.findall(r"^\| `(\w+)` : [^|]+\| (.+) \|$", PAGE, re.MULTILINE)
    assert {kind: cells.split(" | ") for kind, cells in rows} == {
        kind: [
            str(target.most_words),
            str(target.most_syllables),
            str(target.common_words["fr"]),
            str(target.common_words["en"]),
            str(target.most_rare),
            f"{target.most_rare_share:.0%}".replace("%", " %"),
            f"{target.least_score:.0f}",
            f"{target.score_from} mots",
        ]
        for kind, target in TARGETS.items()
    }


def test_the_bands_of_the_page():
    shown = re.findall(r"^\| (\d+) (?:et plus|à \d+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert [int(least) for least, _ in shown] == [least for least, _ in BANDS]
    assert [words.replace("moyenne", "moyen") for _, words in shown] == [BANDS_FR[name] for _, name in BANDS]
