"""« À quoi cela sert ? »: purposes and activities to tick, for an action as for a decision."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from marchepied.apps.organisations.selectors import Project

# With more lines than this, the question opens on demand.
MOST_SHOWN = 8


class ServesForm(forms.Form):
    """What a record serves; a group that the organisation wrote nothing in is absent. Nothing is required."""

    purposes = forms.MultipleChoiceField(
        label=_("Nos raisons d’être"), required=False, widget=forms.CheckboxSelectMultiple
    )
    activities = forms.MultipleChoiceField(
        label=_("Nos activités"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        for name in ("purposes", "activities"):
            lines = getattr(project, name)
            choices = [(str(line.pk), line.text) for line in lines]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = _(
                "Une de ces phrases n’est plus dans votre projet : rechargez la page."
            )
            if not lines:
                del self.fields[name]

    def groups(self) -> list[Any]:
        """The groups of boxes that there are."""
        return [self[name] for name in ("purposes", "activities") if name in self.fields]

    def folded(self) -> bool:
        """Whether the boxes are many, none of them ticked."""
        ticked = any(group.value() for group in self.groups())
        return len(self.project.lines) > MOST_SHOWN and not ticked

    def chosen(self) -> Project:
        """What was ticked, in the organisation's own order."""
        return Project(
            [line for line in self.project.purposes if self._is_ticked("purposes", line)],
            [line for line in self.project.activities if self._is_ticked("activities", line)],
        )

    def _is_ticked(self, name: str, line: Any) -> bool:
        return str(line.pk) in self.cleaned_data.get(name, ())


def tick_served(row: Any) -> dict[str, list[str]]:
    """The initial boxes of a record that is there already."""
    return {
        "purposes": [str(line.pk) for line in row.purposes.all()],
        "activities": [str(line.pk) for line in row.activities.all()],
    }


def tick_asked(project: Project, asked: str) -> dict[str, list[str]]:
    """The initial box of a record that is made for one line, named in the address; none for another id."""
    try:
        key = UUID(asked)
    except ValueError:
        return {}
    return {
        name: [str(key)]
        for name in ("purposes", "activities")
        if any(line.pk == key for line in getattr(project, name))
    }
