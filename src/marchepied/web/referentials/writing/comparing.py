"""Two people wrote the same item: what the other wrote, beside what is in the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marchepied.engines.referential.editing import read_at
from marchepied.web.referentials.writing.item_forms import ItemForm
from marchepied.web.referentials.writing.words import label_of


@dataclass(frozen=True)
class Theirs:
    """A text as somebody else left it, where the form says otherwise."""

    label: str
    text: str
    yours: str


def compare_texts(form: ItemForm, item: Mapping[str, Any]) -> list[Theirs]:
    """Each text that differs between the form and the item as it is now."""
    found = []
    for shape in form.shapes:
        value = read_at(item, shape.path)
        for language in form.languages:
            texts = [text.get(language, "") for text in value or []] if shape.many else []
            theirs = "\n".join(texts) if shape.many else (value or {}).get(language, "")
            yours = form.cleaned_data[f"{shape.name}-{language}"]
            if theirs.split() != yours.split():
                found.append(Theirs(label_of(form.kind, shape.name), theirs, yours))
    if "when" in form.fields and item.get("when", "") != form.cleaned_data["when"]:
        label = str(form.fields["when"].label)
        found.append(Theirs(label, item.get("when", ""), form.cleaned_data["when"]))
    return found
