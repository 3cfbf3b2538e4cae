"""Every template compiles, serves somewhere, and loads only the tags it uses."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

SOURCE = Path(__file__).resolve().parents[2] / "src" / "marchepied"
FOLDER = SOURCE / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.*"))
# Named by Django itself, or by a name that the code puts together (a page for each state of a questionnaire).
BY_NAME = {
    "django/forms/field.html",
    "participation/colleges_draft.html",
    "participation/colleges_open.html",
    "participation/colleges_closed.html",
}


def sources() -> str:
    """The code and the templates, where names of templates are written."""
    paths = [*SOURCE.rglob("*.py"), *FOLDER.rglob("*.*")]
    return "\n".join(path.read_text() for path in paths if "migrations" not in path.parts)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name):
    assert get_template(name).template.name == name


def test_every_template_serves_somewhere():
    text = sources()
    unused = [
        name
        for name in TEMPLATES
        if name not in BY_NAME
        and not re.search(rf"""["']{re.escape(name)}["'#]""", text)
        # mails are named without their ending: send("participation_invitation", …)
        and not re.search(rf"""["']{re.escape(Path(name).stem)}["']""", text)
    ]
    assert unused == []


def tags_of(library: str) -> set[str]:
    """The names that a tag library of ours registers."""
    code = (SOURCE / "web" / "templatetags" / f"{library}.py").read_text()
    decorated = r"@register\.\w+(?:\([^)]*\))?\s*\ndef (\w+)"
    renamed = r"@register\.\w+\([^)]*name=\"(\w+)\""
    return set(re.findall(decorated, code)) | set(re.findall(renamed, code))


def idle_libraries(name: str) -> list[str]:
    ours = {path.stem for path in (SOURCE / "web" / "templatetags").glob("[a-z]*.py")}
    text = (FOLDER / name).read_text()
    loaded = {library for names in re.findall(r"\{% load ([^%]+) %\}", text) for library in names.split()}
    return [
        f"{name}: {library}"
        for library in sorted(loaded & ours)
        if not any(re.search(rf"(\|{tag}\b|\{{% {tag}\b)", text) for tag in tags_of(library))
    ]


def test_libraries_are_loaded_only_where_they_serve():
    assert [idle for name in TEMPLATES for idle in idle_libraries(name)] == []
