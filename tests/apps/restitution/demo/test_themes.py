"""The enterprise of the demonstration named two themes of what people write, one of them in its plan."""

from marchepied.apps.listening.selectors.theme_board import call_theme, read_board_of, taken_of
from marchepied.apps.plans.selectors.listening import actions_from
from marchepied.apps.plans.selectors.written import everything_written
from marchepied.core.scope import scope


def test_two_themes_have_a_name_and_one_is_in_the_plan(demo, plain):
    enterprise = demo["l-etabli-des-saules"]
    with scope(enterprise):
        reading = read_board_of(enterprise, everything_written(enterprise, "fr"))
        named = [theme for theme in reading.themes.themes if theme.name]
        taken = taken_of(reading.board)
        actions = actions_from(taken)
    assert {plain(call_theme(theme)) for theme in named} == {
        "Le cahier de l’accueil",
        "Les meubles et la réparation",
    }
    assert [plain(row.title) for row in taken] == ["Le cahier de l’accueil"]
    assert [plain(action.title) for action in actions[taken[0].pk]] == [
        "Relire le cahier des problèmes chaque mois avec les équipes"
    ]
    assert {source for source, _number in reading.counts} == {"idea", "complaint", "survey", "comment"}
    assert reading.fresh == 0


def test_the_other_houses_have_looked_for_none(demo):
    for slug, house in demo.items():
        if slug != "l-etabli-des-saules":
            with scope(house):
                assert read_board_of(house, everything_written(house, "fr")).board is None
