"""What a table of actions would bring to the plan, row by row. Nothing is written here."""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from marchepied.apps.organisations.selectors import Project
from marchepied.apps.plans.enums import ActionState
from marchepied.apps.plans.selectors.columns import ACTION_COLUMNS, IGNORE, KEEP
from marchepied.apps.plans.validators import read_due, read_state
from marchepied.core.cells import Refusal
from marchepied.core.folding import fold
from marchepied.engines.documents.typography import format_date
from marchepied.engines.tables import Table

SKIP, UPDATE = "skip", "update"
NO_PROJECT = Project()
LONGEST = {
    "title": 200, "first_step": 300, "owner": 120, "means": 300, "expected_result": 300, "result": 2_000,
    "objective": 300,
}  # fmt: skip
NOTE_LENGTH = 4_000


@dataclass
class PlannedAction:
    """An action as the table leaves it; `known` is the one of the plan that has the same title."""

    row: int
    title: str
    known: Any | None = None
    # What the table says, by field of an action; fields whose cell is blank are absent.
    fields: dict[str, Any] = field(default_factory=dict)
    objective: str = ""  # its words, where the objective has to be written too
    serves: Project | None = None  # what it serves; None where the table does not say
    remarks: list[str] = field(default_factory=list)
    changed: bool = False
    skipped: bool = False

    @property
    def note_line(self) -> str:
        """What goes to the note, on one line."""
        return " ; ".join(self.fields.get("note", "").splitlines())

    @property
    def state(self) -> str:
        """added, changed, same or skipped (already in the plan, and to be left alone)."""
        if self.known is None:
            return "added"
        return "skipped" if self.skipped else "changed" if self.changed else "same"


@dataclass(frozen=True)
class ActionImport:
    """All that a table would do; nothing can be written while a row is refused."""

    planned: tuple[PlannedAction, ...]
    refusals: tuple[Refusal, ...]
    objectives: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.refusals and bool(self.added or self.changed)

    def of_state(self, state: str) -> list[PlannedAction]:
        return [plan for plan in self.planned if plan.state == state]

    @property
    def added(self) -> list[PlannedAction]:
        return self.of_state("added")

    @property
    def changed(self) -> list[PlannedAction]:
        return self.of_state("changed")

    @property
    def left(self) -> list[PlannedAction]:
        """Actions already in the plan that stay as they are."""
        return self.of_state("same") + self.of_state("skipped")


def plan_actions(
    table: Table,
    roles: Mapping[int, str],
    *,
    actions: Sequence[Any],
    people: Sequence[Any],
    objectives: Sequence[Any],
    project: Project = NO_PROJECT,
    duplicates: str = SKIP,
) -> ActionImport:
    """What a table would bring to a plan that has these actions, people, objectives, purposes and activities.

    `roles` says what each column holds (`guess_action_roles`). A row is an action of the plan when it has
    the same title, whatever its capitals and accents: it is then left alone (`skip`) or completed by the
    cells that are filled (`update`). What is not understood goes to the note, with the name of its column.
    """
    return _Reading(table, roles, actions, people, objectives, project, duplicates).read()


class _Reading:
    def __init__(
        self,
        table: Table,
        roles: Mapping[int, str],
        actions: Sequence[Any],
        people: Sequence[Any],
        objectives: Sequence[Any],
        project: Project,
        duplicates: str,
    ) -> None:
        self.table, self.roles, self.project, self.duplicates = table, roles, project, duplicates
        self.people = {fold(str(person)): person for person in people}
        self.objectives = {fold(objective.text): objective for objective in objectives}
        # The same title may stand twice in the plan: rows answer to actions in order.
        self.known: dict[str, deque[Any]] = defaultdict(deque)
        for action in actions:
            self.known[fold(action.title)].append(action)
        self.refusals: list[Refusal] = []
        self.new_objectives: dict[str, str] = {}
        self.language = translation.get_language() or "fr"

    def read(self) -> ActionImport:
        planned = []
        for row, cells in zip(self.table.row_numbers, self.table.rows, strict=True):
            plan = self.read_row(row, cells)
            if plan is not None:
                planned.append(plan)
        return ActionImport(tuple(planned), tuple(self.refusals), tuple(self.new_objectives.values()))

    def read_row(self, row: int, cells: Sequence[str]) -> PlannedAction | None:
        said = {
            role: (self.table.headers[place], cells[place].strip())
            for place, role in self.roles.items()
            if role != KEEP and cells[place].strip()
        }
        kept = [
            f"{self.table.headers[place]} : {cells[place].strip()}"
            for place, role in self.roles.items()
            if role == KEEP and cells[place].strip()
        ]
        if "title" not in said:
            if said.keys() - {IGNORE} or kept:
                self.refuse_row(row)
            return None
        plan = PlannedAction(row, said.pop("title")[1])
        notes = [said.pop("note")[1]] if "note" in said else []
        self.read_title(plan, notes)
        for role, (header, text) in said.items():
            self.read_cell(plan, role, header, text, notes)
        self.write_note(plan, [*notes, *kept])
        self.compare(plan)
        return plan

    def refuse_row(self, row: int) -> None:
        place = next((place for place, role in self.roles.items() if role == "title"), None)
        column = "" if place is None else self.table.headers[place]
        reason = _("Cette ligne ne dit pas ce qu’il y a à faire. Écrivez l’action, ou videz la ligne.")
        self.refusals.append(Refusal(row, column, "", reason))

    def read_title(self, plan: PlannedAction, notes: list[str]) -> None:
        whole = " ".join(plan.title.split())
        plan.title = whole
        if len(whole) > LONGEST["title"]:
            plan.title = whole[: LONGEST["title"] - 1].rpartition(" ")[0] + "…"
            notes.append(whole)
            plan.remarks.append(_("Le titre est trop long : il est coupé, et gardé entier dans la note."))
        plan.fields["title"] = plan.title

    def read_cell(self, plan: PlannedAction, role: str, header: str, text: str, notes: list[str]) -> None:
        match role:
            case "due_on":
                self.read_due(plan, header, text, notes)
            case "state":
                self.read_state(plan, header, text, notes)
            case "owner":
                self.read_owner(plan, header, text, notes)
            case "objective":
                self.read_objective(plan, header, text, notes)
            case "serves":
                self.read_serves(plan, header, text, notes)
            case "first_step" | "means" | "expected_result" | "result":
                if self.fits(plan, role, header, text, notes):
                    plan.fields[role] = text

    def fits(self, plan: PlannedAction, role: str, header: str, text: str, notes: list[str]) -> bool:
        if len(text) <= LONGEST[role]:
            return True
        self.keep(plan, header, text, notes, _("« %(column)s » est trop long : gardé dans la note."))
        return False

    def keep(self, plan: PlannedAction, header: str, text: str, notes: list[str], remark: str) -> None:
        notes.append(f"{header} : {text}")
        plan.remarks.append(remark % {"column": header, "text": text})

    def read_due(self, plan: PlannedAction, header: str, text: str, notes: list[str]) -> None:
        found = read_due(text)
        if found is None:
            self.keep(plan, header, text, notes, _("« %(text)s » n’est pas une date : gardé dans la note."))
            return
        plan.fields["due_on"] = found.on
        if not found.exact:
            plan.remarks.append(
                _("« %(text)s » devient le %(date)s.") % {"text": text, "date": self.say_date(found.on)}
            )

    def say_date(self, on: date) -> str:
        return format_date(on, self.language)

    def read_state(self, plan: PlannedAction, header: str, text: str, notes: list[str]) -> None:
        state = read_state(text)
        if state is None:
            self.keep(
                plan, header, text, notes, _("« %(text)s » n’est pas un état connu : gardé dans la note.")
            )
            return
        plan.fields["state"] = ActionState(state)
        if "%" in text:
            notes.append(f"{header} : {text}")
            plan.remarks.append(
                _("« %(text)s » devient « %(state)s ».") % {"text": text, "state": ActionState(state).label}
            )

    def read_owner(self, plan: PlannedAction, header: str, text: str, notes: list[str]) -> None:
        person = self.people.get(fold(text))
        if person is not None:
            plan.fields |= {"owner": person, "owner_name": ""}
        elif self.fits(plan, "owner", header, text, notes):
            plan.fields |= {"owner": None, "owner_name": text}

    def read_objective(self, plan: PlannedAction, header: str, text: str, notes: list[str]) -> None:
        known = self.objectives.get(fold(text))
        if known is not None:
            plan.fields["objective"] = known
        elif self.fits(plan, "objective", header, text, notes):
            plan.objective = self.new_objectives.setdefault(fold(text), text)

    def read_serves(self, plan: PlannedAction, header: str, text: str, notes: list[str]) -> None:
        """Purposes and activities by their words, one a line or between semicolons; others go to the note."""
        known = {fold(line.text): line for line in self.project.lines}
        found = set()
        for line in text.splitlines():
            for said in [line] if fold(line) in known else line.split(";"):
                if fold(said) in known:
                    found.add(known[fold(said)])
                elif said.strip():
                    remark = _("« %(text)s » n’est pas dans votre projet : gardé dans la note.")
                    self.keep(plan, header, said.strip(), notes, remark)
        if found:
            plan.serves = Project(
                [line for line in self.project.purposes if line in found],
                [line for line in self.project.activities if line in found],
            )

    def write_note(self, plan: PlannedAction, notes: list[str]) -> None:
        if not notes:
            return
        note = "\n".join(notes)
        if len(note) > NOTE_LENGTH:
            reason = _("Cette ligne dit plus de %(limit)s caractères sans colonne à eux. Raccourcissez-la.")
            self.refusals.append(Refusal(plan.row, "", note, reason % {"limit": NOTE_LENGTH}))
        plan.fields["note"] = note

    def compare(self, plan: PlannedAction) -> None:
        """Find the action of the plan that the row speaks of, and whether it would change."""
        same = self.known.get(fold(plan.title))
        if not same:
            return
        plan.known = same.popleft()
        plan.skipped = self.duplicates == SKIP
        plan.changed = (
            bool(plan.objective)
            or self.serves_otherwise(plan)
            or any(getattr(plan.known, name) != value for name, value in plan.fields.items())
        )

    @staticmethod
    def serves_otherwise(plan: PlannedAction) -> bool:
        if plan.serves is None or plan.known is None:
            return False
        return {*plan.known.purposes.all(), *plan.known.activities.all()} != set(plan.serves.lines)


def name_action_roles(language: str) -> list[tuple[str, str]]:
    """The roles that a column of a plan may have, with their names."""
    return [(column.role, column.name(language)) for column in ACTION_COLUMNS]
