"""Targets have teeth: what offices write is outside, its plain version is within, and so is the guide."""

import pytest

from marchepied.engines.readability import (
    TARGETS,
    check,
    measure,
    review_referential,
    walk_passages,
)
from marchepied.engines.referential import default_vocabulary, read_shipped_referential

from .sentences import PAIRS, PILOT_PAIRS

GUIDE = read_shipped_referential()


@pytest.mark.parametrize(("heavy", "plain"), PAIRS)
def test_for_participants(heavy, plain):
    assert check(heavy, "participant") != ()
    assert check(plain, "participant") == ()


@pytest.mark.parametrize(("heavy", "plain"), PILOT_PAIRS)
def test_for_pilots(heavy, plain):
    assert check(heavy, "pilot") != ()
    assert check(plain, "pilot") == ()


def test_every_finding_says_what_where_and_what_to_do():
    heavy = (
        "La gouvernance de notre coopération intercommunale est, pour tous ceux qui y sont, une chose utile."
    )
    assert [str(finding) for finding in check(heavy, "participant")] == [
        "Cette phrase a 16 mots, pour 15 au plus : « La gouvernance de notre coopération intercommunale est, "
        "pour tous ceux qui y sont, une ch… ». Coupez-la en deux, ou retirez ce qui peut l’être.",
        "« intercommunale » a 5 syllabes, pour 4 au plus. Cherchez un mot plus court, ou un verbe.",
        "2 mots rares : « gouvernance », « intercommunale ». "
        "Remplacez par un mot de tous les jours, ou expliquez-le.",
    ]


def test_a_low_score_counts_from_sixty_words_on():
    hard = "Considérer activement différentes opportunités individuelles. "
    assert "low_score" not in {finding.code for finding in check(hard * 11, "sheet")}
    long = check(hard * 12, "sheet")
    assert [finding.code for finding in long if finding.code == "low_score"] == ["low_score"]
    assert str(long[-1]).startswith("Le score de lecture est ")


def test_words_allowed_by_the_caller_are_not_rare():
    assert check("Le PTCE nous aide.", "participant", allowed=("PTCE",)) == ()
    assert [finding.code for finding in check("Le PTCE nous aide.", "participant")] == ["rare_words"]


def test_nothing_is_said_of_an_empty_text():
    assert check("", "participant") == ()


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        check("Oui.", "poème")


def test_targets_grow_from_participants_to_sheets():
    participant, pilot, sheet = (TARGETS[kind] for kind in ("participant", "pilot", "sheet"))
    assert participant.most_words < pilot.most_words <= sheet.most_words
    assert participant.most_syllables < pilot.most_syllables < sheet.most_syllables
    assert participant.least_score > pilot.least_score > sheet.least_score
    assert all(participant.common_words[code] < sheet.common_words[code] for code in ("fr", "en"))


def test_every_wording_and_answer_of_the_guide_is_within_its_target():
    outside = [
        (o.id, o.language, str(o.findings[0])) for o in review_referential(GUIDE) if o.kind == "participant"
    ]
    assert outside == []


def test_the_wordings_of_theme_five_together_score_above_the_target():
    for language in ("fr", "en"):
        texts = [p.text for p in walk_passages(GUIDE) if p.kind == "participant" and p.theme == "theme-5"]
        joined = " ".join(text if text[-1] in ".?!" else text + "." for text in texts)
        assert measure(joined, language).score >= TARGETS["participant"].least_score


def test_passages_say_where_they_are():
    passages = [p for p in walk_passages(GUIDE) if p.id.startswith("t5-involvement") and p.language == "fr"]
    found = {(p.id, p.field, p.theme, p.kind) for p in passages}
    assert ("t5-involvement", "wording", "theme-5", "participant") in found
    assert ("t5-involvement.2", "short", "theme-5", "participant") in found
    assert ("t5-involvement.2", "description", "theme-5", "pilot") in found
    assert ("t5-involvement", "why", "theme-5", "sheet") in found
    filled = next(p.text for p in passages if p.field == "wording")
    assert default_vocabulary("fr")["users"] in filled
    assert "{" not in "".join(p.text for p in passages)


def test_the_gravest_outliers_come_first():
    severities = [outlier.severity for outlier in review_referential(GUIDE)]
    assert severities == sorted(severities, reverse=True)
