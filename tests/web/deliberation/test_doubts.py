"""What to doubt in groups of opinion is said where they are shown."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from marchepied.apps.deliberation.selectors.opinions import OpinionGroup, Opinions

BENT = "Un seul dégradé, où chacun est d’accord avec ce qui est près de lui, expliquerait aussi ces votes."
SHAKY = "Avec d’autres personnes, ces groupes seraient sans doute différents."


def show(plain, *warnings: str) -> str:
    groups = tuple(OpinionGroup(name, 9, shape, ()) for name, shape in (("A", "disc"), ("B", "square")))
    opinions = Opinions(groups=groups, compared=(), points=(), device=None)
    result = SimpleNamespace(verdict="groups", warnings=warnings)
    return plain(render_to_string("deliberation/groups.html", {"result": result, "opinions": opinions}))


@pytest.mark.parametrize(
    ("warnings", "said"),
    [
        ((), []),
        (("bent-axis",), [BENT]),
        (("unstable-groups",), [SHAKY]),
        (("bent-axis", "unstable-groups"), [BENT, SHAKY]),
    ],
)
def test_a_doubt_is_said_beside_the_groups(plain, warnings, said):
    page = show(plain, *warnings)
    assert [sentence for sentence in (BENT, SHAKY) if sentence in page] == said
