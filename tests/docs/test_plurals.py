"""A catalogue knows a sentence by its singular: two plurals of one singular lose a figure, or the page."""

import ast
import re
from collections import defaultdict
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "marchepied"
BLOCK = re.compile(r"{% blocktranslate\b[^%]*%}(.*?){% plural %}(.*?){% endblocktranslate %}", re.DOTALL)


def in_python(path: Path) -> list[tuple[str, str]]:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    asked = [call for call in calls if getattr(call.func, "id", "") in {"ngettext", "ngettext_lazy"}]
    return [(ast.literal_eval(call.args[0]), ast.literal_eval(call.args[1])) for call in asked]


def in_template(path: Path) -> list[tuple[str, str]]:
    def write(text: str) -> str:
        return re.sub(r"{{ *(\w+) *}}", r"%(\1)s", text)

    return [(write(one), write(many)) for one, many in BLOCK.findall(path.read_text())]


def test_a_singular_has_one_plural():
    plurals = defaultdict(set)
    pairs = [pair for path in SOURCE.rglob("*.py") for pair in in_python(path)]
    templates = [path for path in (SOURCE / "templates").rglob("*") if path.is_file()]
    pairs += [pair for path in templates for pair in in_template(path)]
    for one, many in pairs:
        plurals[one].add(many)
    assert {one: sorted(many) for one, many in plurals.items() if len(many) > 1} == {}
    assert len(plurals) > 100
