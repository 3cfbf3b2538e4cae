"""What a file of a guide says, where it may go, what it changes there, and what becomes of the answers."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.selectors.cycles import current_cycle
from marchepied.apps.diagnosis.selectors.upgrades import CyclePlan, plan_cycle_on
from marchepied.apps.referentials.selectors import (
    draft_data,
    drafts_of,
    find_draft,
    find_extended,
    find_version,
    newest_versions,
    open_drafts_by_referential,
    same_guide,
    whole_content,
)
from marchepied.engines.referential import (
    InvalidReferentialError,
    Problem,
    compare,
    count_changes,
    extends_of,
    merge_extension,
    parse_referential,
    say_changes,
    say_upgrade,
    validate,
)
from marchepied.engines.referential.exchange import FileRefusedError, Understood, locate_problems, understand
from marchepied.web.referentials.bringing.forms import NEW

MOST_SAID, MOST_FAULTS = 60, 40
KINDS = {
    "yaml": "YAML",
    "workbook": "XLSX",
    "table": "CSV",
    "xlsform": "XLSForm",
    "territoires": "Territoires en transitions",
    "ciso": "CISO Assistant",
    "sdg": "ODD",
    "limesurvey": "LimeSurvey",
}


@dataclass(frozen=True)
class Target:
    """Where the content may go: its code, how it is called, the draft or the referential, its content now."""

    code: str
    label: str
    draft: Any = None
    version: Any = None


@dataclass(frozen=True)
class Brought:
    """A file once read: nothing is written while there is a fault."""

    kind: str
    notes: tuple[str, ...]
    faults: tuple[str, ...]
    content: Any = None
    whole: Any = None
    base: Any = None

    @property
    def ok(self) -> bool:
        return not self.faults


def language_of_page() -> str:
    return translation.get_language() or "fr"


def read_brought(brought: Any, organisation: Any) -> Brought:
    """What the file that was put aside says; its faults are sentences with their places."""
    with brought.file.open("rb") as file:
        data = file.read()
    try:
        found = understand(data, brought.file_name)
    except FileRefusedError as error:
        return Brought("", (), tuple(fault.say(_) for fault in error.faults[:MOST_FAULTS]))
    notes = tuple(note.say(_) for note in found.notes)
    extended = extends_of(found.data)
    base = find_extended(organisation, *extended) if extended else None
    if extended and base is None:
        told = _("Ce fichier s’ajoute à « %(slug)s », version %(number)s, que vous n’avez pas ici.")
        fault = told % {"slug": extended[0], "number": extended[1]}
        return Brought(KINDS[found.kind], notes, (fault,))
    whole, problems = _put_together(found, base)
    faults = tuple(fault.say(_) for fault in locate_problems(found, problems)[:MOST_FAULTS])
    return Brought(KINDS[found.kind], notes, faults, found.data, whole, base)


def _put_together(found: Understood, base: Any) -> tuple[Any, tuple[Problem, ...]]:
    try:
        whole = merge_extension(whole_content(base), found.data) if base is not None else found.data
    except InvalidReferentialError as error:
        return None, error.problems
    return whole, validate(whole)


def list_targets(organisation: Any) -> list[Target]:
    """A new guide first, then the drafts, then the next version of what has no draft (three queries)."""
    drafts = drafts_of(organisation)
    going_on = open_drafts_by_referential(organisation)
    found = [Target(NEW, _("Un nouveau guide"))]
    found += [
        Target(f"brouillon-{draft.pk}", _("Le brouillon « %(title)s »") % {"title": draft.title}, draft=draft)
        for draft in drafts
    ]
    found += [
        Target(
            f"suite-{version.pk}",
            _("La version suivante de « %(title)s »") % {"title": title_of(version.referential.title)},
            version=version,
        )
        for referential, version in newest_versions(organisation).items()
        if referential not in going_on
    ]
    return found


def title_of(title: Any) -> str:
    return str(title.get(language_of_page()) or title.get("fr") or next(iter(title.values()), "?"))


def guess_target(targets: list[Target], content: Any, organisation: Any) -> Target:
    """The draft or the version that has the same id as the file; a new guide where there is none."""
    identity = content.get("id") if isinstance(content, dict) else None
    same = same_guide(organisation, identity) if isinstance(identity, str) else set()
    for target in targets:
        row = target.draft or target.version
        if row is not None and row.pk in same:
            return target
    return targets[0]


def describe(brought: Brought, target: Target, organisation: Any) -> dict[str, Any]:
    """The diff in sentences against what the target says now, and what becomes of the answers."""
    language = language_of_page()
    before = content_of(target, organisation)
    if before is None:
        return {"summary": say_contents(brought.whole), "said": (), "more": 0, "answers": (), "plan": None}
    changes = compare(before, brought.whole)
    said = say_changes(changes, language)
    plan = plan_of(brought, target, organisation)
    return {
        "summary": count_changes(changes, language),
        "said": said[:MOST_SAID],
        "more": max(0, len(said) - MOST_SAID),
        "answers": say_upgrade(plan.plan, language) if plan else (),
        "plan": plan,
    }


def content_of(target: Target, organisation: Any) -> Any:
    """What the target says now, with what it extends; None for a new guide."""
    if target.version is not None:
        return whole_content(target.version)
    if target.draft is None:
        return None
    row = find_draft(organisation, target.draft.pk)
    try:
        return draft_data(row) if row is not None else None
    except InvalidReferentialError:
        return row.content if row is not None else None


def plan_of(brought: Brought, target: Target, organisation: Any) -> CyclePlan | None:
    """What the running cycle would become, where it is on the guide that the file changes."""
    cycle = current_cycle(organisation)
    referential = (
        target.version.referential_id if target.version else getattr(target.draft, "referential_id", None)
    )
    if cycle is None or referential is None or not is_on(cycle, referential):
        return None
    cycle.organisation = organisation
    return plan_cycle_on(cycle, None, brought.whole, parse_referential(brought.whole))


def is_on(cycle: Any, referential: Any) -> bool:
    """Whether a cycle follows a version of this guide."""
    version = find_version(cycle.version_id)
    return version is not None and version.referential_id == referential


def say_contents(data: Any) -> str:
    """How many themes and questions a guide holds, in one sentence."""
    axes = data["axes"]
    asked = sum(len(domain["questions"]) for axis in axes for domain in axis.get("domains", ()))
    themes = ngettext("%(n)s thème", "%(n)s thèmes", len(axes)) % {"n": len(axes)}
    questions = ngettext("%(n)s question", "%(n)s questions", asked) % {"n": asked}
    return _("Un nouveau guide : %(themes)s, %(questions)s.") % {"themes": themes, "questions": questions}
