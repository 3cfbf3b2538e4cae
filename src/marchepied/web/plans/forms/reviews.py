"""A look back at the plan: each action, what was learned, the next date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.services.reviews import ActionLook, ReviewContent
from marchepied.web.plans.forms.acts import WRONG_DATE
from marchepied.web.plans.forms.plan import DateInput

MOST_WORDS = 3_000


def answer_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@dataclass(frozen=True)
class ActionFields:
    """An action on the page, with its two fields."""

    action: Any
    state: BoundField
    words: BoundField


class ReviewForm(forms.Form):
    """Actions are those of the plan that still run; without any, only what was learned is asked."""

    worked = answer_field(_("Qu’est-ce qui a marché ?"))
    stuck = answer_field(_("Qu’est-ce qui a coincé ?"))
    changes = answer_field(_("Que change-t-on ?"))
    held_on = forms.DateField(
        label=_("Le point a été fait le"),
        widget=DateInput(),
        error_messages={"required": _("Donnez la date de ce point."), "invalid": WRONG_DATE},
    )
    next_on = forms.DateField(
        label=_("Prochain point"), widget=DateInput(), required=False, error_messages={"invalid": WRONG_DATE}
    )

    def __init__(self, *args: Any, actions: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.running = actions
        for action in actions:
            # The hidden first choice tells a state chosen here from one that a colleague changed meanwhile.
            self.fields[f"state-{action.pk}"] = forms.ChoiceField(
                label=_now("Où en est « %(title)s » ?") % {"title": action.title},
                choices=ActionState.choices,
                initial=action.state,
                show_hidden_initial=True,
            )
            self.fields[f"words-{action.pk}"] = forms.CharField(
                label=_now("Un mot sur « %(title)s »") % {"title": action.title},
                required=False,
                max_length=300,
            )

    def action_rows(self) -> Iterator[ActionFields]:
        for action in self.running:
            yield ActionFields(action, self[f"state-{action.pk}"], self[f"words-{action.pk}"])

    def content(self) -> ReviewContent:
        names = ("held_on", "worked", "stuck", "changes", "next_on")
        return ReviewContent(**{name: self.cleaned_data[name] for name in names})

    def looks(self) -> dict[UUID, ActionLook]:
        return {
            action.pk: ActionLook(
                self.cleaned_data[f"state-{action.pk}"] if f"state-{action.pk}" in self.changed_data else "",
                self.cleaned_data[f"words-{action.pk}"],
            )
            for action in self.running
        }
