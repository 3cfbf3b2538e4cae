"""What answers to the guide already say of a standard."""

from marchepied.apps.referentials.compute import Value, cover_standard, read_standards


def topic(coverage, item_id):
    return next(found for found in coverage.topics if found.item.id == item_id)


def test_without_any_answer_nothing_is_said_and_questions_are_proposed():
    coverage = cover_standard("iso-9001", {})
    assert {found.standing for found in coverage.topics} == {"nothing"}
    asked = topic(coverage, "9.1.2")
    assert (asked.said, asked.to_answer) == ((), ("t5-quality",))
    assert [part.id for part in asked.missing] == ["perception"]


def test_topics_keep_the_order_of_the_standard_and_name_what_holds_them():
    coverage = cover_standard("iso-9001", {})
    assert [found.item.id for found in coverage.topics] == [
        item.id for item in read_standards()["iso-9001"].leaves
    ]
    assert topic(coverage, "9.1.2").parent.id == "9.1"


def test_an_answer_counts_by_its_level():
    standings = {
        share: topic(cover_standard("iso-9001", {"t5-quality": Value(share)}), "9.1.2").standing
        for share in (0.0, 0.5, 0.75, 1.0)
    }
    assert standings == {0.0: "partly", 0.5: "partly", 0.75: "there", 1.0: "there"}


def test_a_topic_is_there_only_when_all_its_parts_are():
    half = topic(cover_standard("iso-9001", {"t5-quality": Value(1.0)}), "8.2")
    assert (half.standing, [part.id for part in half.missing]) == ("partly", ["listen"])
    assert [(said.question_id, [part.id for part in said.parts]) for said in half.said] == [
        ("t5-quality", ["complaints"])
    ]
    whole = cover_standard("iso-9001", {"t5-quality": Value(1.0), "t5-needs-today": Value(1.0)})
    assert topic(whole, "8.2").standing == "there"
    assert topic(whole, "8.2").missing == ()


def test_a_link_without_coverage_only_touches():
    found = topic(cover_standard("odd", {"t7-leaking-tap": Value(1.0)}), "6.4")
    assert (found.standing, found.said[0].parts) == ("touched", ())
    assert found.said[0].link.justification == "Utiliser moins d’eau va dans le sens de l’objectif."


def test_a_question_that_does_not_apply_says_nothing():
    coverage = cover_standard("iso-9001", {"t5-do-more": Value(applicable=False)})
    assert topic(coverage, "10.1").standing == "not-applicable"
    assert topic(coverage, "10.1").said == ()


def test_unknown_questions_are_left_out_and_an_unknown_standard_is_none():
    assert cover_standard("iso-9001", {"de-chez-nous": Value(1.0)}).count("nothing") == 29
    assert cover_standard("inconnu", {}) is None
