"""The simplest file: one row a question, in a CSV or on the only sheet of a workbook."""

from __future__ import annotations

import re

from marchepied.engines.tables import Table, name_column

from ._building import AskedDomain, AskedLevel, AskedQuestion, AskedTheme, Cover, build, has_scale
from ._sentences import Fault, FileRefusedError, Understood, cell_fault, gettext_noop, sentence
from ._spreadsheet_read import fold

_LEVEL = re.compile(r"(?:niveau|reponse|level|answer) (\d{1,2})\Z")
_THEME, _DOMAIN, _QUESTION, _WHY = ("theme",), ("domaine", "domain"), ("question",), ("pourquoi", "why")


def is_question_table(table: Table) -> bool:
    """Whether a table has a column of questions and columns of levels."""
    titles = [fold(header) for header in table.headers]
    return any(title in _QUESTION for title in titles) and any(_LEVEL.match(title) for title in titles)


def read_question_table(table: Table, filename: str) -> Understood:
    """A questionnaire: columns Thème, Domaine (both optional), Question, Pourquoi, Niveau 1, Niveau 2…

    Levels go from the least to the most favourable; those that are empty at the end of a row are not asked.
    Raises FileRefusedError with the cell of each fault.
    """
    titles = [fold(header) for header in table.headers]
    levels_at = sorted((int(found[1]), i) for i, title in enumerate(titles) if (found := _LEVEL.match(title)))
    faults: list[Fault] = []
    themes: dict[str, AskedTheme] = {}
    for number, row in zip(table.row_numbers, table.rows, strict=True):
        cells = [row[place].strip() for _, place in levels_at]
        while cells and not cells[-1]:
            cells.pop()
        asked = _pick(titles, row, _QUESTION)
        if not asked or not has_scale(cells) or not all(cells):
            faults.append(_fault(table, titles, number, cells, levels_at, asked))
            continue
        domain = _find_domain(themes, _pick(titles, row, _THEME), _pick(titles, row, _DOMAIN))
        why = _pick(titles, row, _WHY)
        levels = [AskedLevel({"fr": cell}) for cell in cells]
        question = AskedQuestion(asked, {"fr": asked}, levels, {"fr": why} if why else {}, f"ligne {number}")
        domain.questions.append(question)
    if faults:
        raise FileRefusedError(faults[:200])
    name = filename.rpartition(".")[0] or "Questionnaire"
    data, told = build(Cover(name, {"fr": name}, nature="network"), themes.values())
    return Understood("table", data, tuple(told))


def _pick(titles: list[str], row: tuple[str, ...], names: tuple[str, ...]) -> str:
    return next((cell.strip() for title, cell in zip(titles, row, strict=True) if title in names), "")


def _find_domain(themes: dict[str, AskedTheme], theme_name: str, domain_name: str) -> AskedDomain:
    title = theme_name or "Questions"
    theme = themes.setdefault(title, AskedTheme(title, {"fr": title}))
    inner = domain_name or title
    domain = next((one for one in theme.domains if one.title["fr"] == inner), None)
    if domain is None:
        domain = AskedDomain(inner, {"fr": inner})
        theme.domains.append(domain)
    return domain


def _fault(
    table: Table, titles: list[str], row: int, cells: list[str], levels_at: list[tuple[int, int]], asked: str
) -> Fault:
    if not asked:
        place = next(i for i, title in enumerate(titles) if title in _QUESTION)
        message = sentence(gettext_noop("la question n’est pas écrite."))
        advice = sentence(gettext_noop("Écrivez-la, ou retirez cette ligne."))
    else:
        blank = next((i for i, cell in enumerate(cells) if not cell), min(len(cells), len(levels_at) - 1))
        place = levels_at[blank][1]
        message = sentence(
            gettext_noop("il faut de 2 à 11 niveaux écrits à la suite, on en lit %(count)s."),
            count=blank,
        )
        advice = sentence(gettext_noop("Écrivez les niveaux dans l’ordre, sans case vide entre deux."))
    return cell_fault(message, advice, row=row, column=table.headers[place], letter=name_column(place))
