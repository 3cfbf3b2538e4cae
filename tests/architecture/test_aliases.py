"""A sentence marked under a name that the catalogue does not know is never translated."""

import re

from tests.architecture.test_layout import SOURCE

KNOWN = {"_", "_now", "_lazy"}
ALIAS = re.compile(r"\b(?:n|p|np)?gettext(?:_lazy|_noop)?\s+as\s+(\w+)")


def test_sentences_are_marked_under_names_that_are_looked_for():
    odd = {
        f"{path.name}: {name}"
        for path in SOURCE.rglob("*.py")
        for name in ALIAS.findall(path.read_text(encoding="utf-8"))
        if name not in KNOWN
    }
    assert odd == set()
    script = (SOURCE.parents[1] / "scripts" / "messages.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"(_\w+)"', re.search(r"ALIASES = \((.*?)\)", script)[1])) == KNOWN - {"_"}
