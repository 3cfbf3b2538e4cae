"""The page that `marchepied consensus --html` writes, in a real browser."""

import numpy as np
import pytest

from marchepied.engines.consensus.examination import examine
from marchepied.engines.consensus.report import write_report
from tests.engines.consensus.conversations import draw_groups

from .conftest import AXE, PHONE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["fr", "en"])
def test_axe_finds_nothing_and_the_page_fits_a_phone(browser, tmp_path, language):
    votes, membership = draw_groups(80, 12, 2, np.random.default_rng(1))
    result = examine(votes, labels=membership.astype(np.int8), group_ids=("0", "1"))
    target = tmp_path / "page.html"
    target.write_text(write_report(result, language), encoding="utf-8")
    page = browser.new_page(viewport=PHONE)
    page.goto(target.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run()")["violations"]
    page.close()
    assert [violation["id"] for violation in found] == []
