"""Every theme that ships is whole: five levels, two languages, a participant's wording, all its parts."""

import pytest

from marchepied.engines.referential import (
    list_shipped_referentials,
    read_shipped_referential,
    referential_stats,
)

from .checks import CHECKS, check_breath, check_typing

SHIPPED = {name: read_shipped_referential(name) for name in list_shipped_referentials()}
THEMES = [
    pytest.param(referential, axis, id=f"{name}-{axis.id}")
    for name, referential in SHIPPED.items()
    for axis in referential.axes
]


@pytest.mark.parametrize(("referential", "axis"), THEMES)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_theme_holds_everything(referential, axis, check):
    assert check(referential, axis) == []


@pytest.mark.parametrize("referential", SHIPPED.values(), ids=SHIPPED)
def test_nothing_is_only_announced(referential):
    stats = referential_stats(referential)
    assert stats["axes_complete"] == stats["axes"]
    assert stats["questions_with_five_levels"] == stats["questions"]
    assert stats["languages"] == ["fr", "en"]
    assert stats["long_sentences"] == 0


@pytest.mark.parametrize("referential", SHIPPED.values(), ids=SHIPPED)
def test_what_is_not_in_a_theme_is_well_written_too(referential):
    parts = (referential.title, referential.purpose, referential.duties, referential.neighbour)
    assert [*check_typing(parts), *check_breath(parts)] == []
