"""Groups of opinion of a stored result, as pages show them."""

from types import SimpleNamespace

import pytest

from marchepied.apps.deliberation.selectors.opinions import CompareLine, MapPoint, OpinionGroup, opinions_of

STATEMENTS = [{"number": 1, "text": "Ouvrir le samedi."}, {"number": 2, "text": "Fermer en août."}]


def release(verdict="groups", groups=2, drawn=True):
    names = "AB"[:groups]
    content = {
        "verdict": verdict,
        "statements": STATEMENTS,
        "groups": [
            {
                "name": name,
                "people": 12 - 2 * rank,
                "representative": [{"number": 1, "side": "disagree" if rank else "agree"}],
                "statements": [
                    {"number": 1, "word": "most_disagree" if rank else "nearly_all_agree"},
                    {"number": 2, "word": "split"},
                ],
            }
            for rank, name in enumerate(names)
        ],
        "map": {
            "points": [
                {"x": -0.5, "y": 0.25, "people": 9, "group": "A"},
                {"x": 1.0, "y": 0.0, "people": 100, "group": "B"},
            ],
            "scale": 2.5,
            "statements": [1, 2],
            "components": [[0.6, 0.8], [0.8, -0.6]],
            "center": [0.1, 0.2],
        }
        if drawn
        else None,
    }
    return SimpleNamespace(content=content, topic_id="t")


def test_groups_are_told_by_their_statements():
    opinions = opinions_of(release())
    assert opinions.groups == (
        OpinionGroup("A", 12, "circle", (("Ouvrir le samedi.", True),)),
        OpinionGroup("B", 10, "square", (("Ouvrir le samedi.", False),)),
    )
    (line,) = opinions.compared  # on the second statement both say the same
    assert line == CompareLine("Ouvrir le samedi.", ("presque tous d’accord", "la plupart pas d’accord"))


def test_points_are_placed_with_surfaces_in_proportion_and_bounded():
    assert opinions_of(release()).points == (
        MapPoint(-50.0, -25.0, 4.1, 9, "A", "circle"),
        MapPoint(100.0, 0.0, 11.0, 100, "B", "square"),
    )


def test_the_device_gets_what_it_needs_and_nothing_of_people():
    assert opinions_of(release()).device == {
        "topic": "t",
        "half": 100,
        "statements": [1, 2],
        "components": [[0.6, 0.8], [0.8, -0.6]],
        "center": [0.1, 0.2],
        "scale": 2.5,
    }


@pytest.mark.parametrize("shown", [release("no-groups"), release("too-small"), release(groups=1)])
def test_without_a_verdict_of_groups_nothing_is_drawn(shown):
    assert opinions_of(shown) is None


def test_groups_may_be_told_without_a_map():
    opinions = opinions_of(release(drawn=False))
    assert (opinions.points, opinions.device) == ((), {})
