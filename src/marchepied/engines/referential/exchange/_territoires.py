"""The tree of « Territoires en transitions » (CSV): numbered items whose points must sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from marchepied.engines.tables import Table, name_column

from ._building import AskedDomain, AskedLevel, AskedQuestion, AskedTheme, Cover, build
from ._naming import fold, wrap_names
from ._sentences import (
    Fault,
    FileRefusedError,
    Sentence,
    Understood,
    cell_fault,
    gettext_noop,
    sentence,
)
from ._territoires_sums import Item, Off, find_wrong_sums, read_amount, say_amount

NUMBER, NAME, TOLD, POINTS, SHARE = "identifiant", "nom", "description", "points", "pourcentage"
_COLUMNS = (NUMBER, NAME, TOLD, POINTS, SHARE)
_NUMBER = re.compile(r"\d+(?:\.\d+)*\Z")
_MOST_FAULTS = 50
_DEEP = 2  # an item of this depth is a domain; those below it that hold others are told in its text
SCALE = (
    AskedLevel({"fr": "Ce n’est pas fait.", "en": "This is not done."}),
    AskedLevel({"fr": "C’est prévu, ou fait en partie.", "en": "It is planned, or partly done."}),
    AskedLevel({"fr": "C’est fait.", "en": "This is done."}),
)


def is_territoires(table: Table) -> bool:
    """Whether a table has the columns of such a tree, whatever their order, case and accents."""
    titles = {fold(header) for header in table.headers}
    return {NUMBER, NAME} <= titles and bool({POINTS, SHARE} & titles)


def read_territoires(table: Table) -> Understood:
    """A questionnaire of the tree: first level themes, second level domains, a question for each last item.

    The points of the items under another sum to its own, and their shares to 100, where all are given; where
    some are missing, those given stay below. What rounding explains is accepted and said. Items of the levels
    between keep their words: names in the help of each question, descriptions in the text of the domain.
    Raises FileRefusedError, with row and column, otherwise.
    """
    reader = _Reader(table)
    items = reader.read_items()
    reader.check_parents(items)
    rounded: list[Off] = []
    if not reader.faults:
        rounded = [*reader.check_sums(items, POINTS), *reader.check_sums(items, SHARE)]
    if reader.faults:
        raise FileRefusedError(reader.faults[:_MOST_FAULTS])
    cover = Cover(
        "referentiel-territoires-en-transitions",
        {"fr": "Référentiel repris de « Territoires en transitions »"},
        publisher="Territoires en transitions",
    )
    data, told = build(cover, _themes(items))
    return Understood("territoires", data, (*_notes(table, items, rounded), *told))


class _Reader:
    def __init__(self, table: Table) -> None:
        self.table = table
        self.at: dict[str, int] = {}
        self.faults: list[Fault] = []
        for place, header in enumerate(table.headers):
            title = fold(header)
            if title not in _COLUMNS:
                continue
            if title in self.at:
                raise FileRefusedError([self.twice(title, place)])
            self.at[title] = place

    def twice(self, title: str, place: int) -> Fault:
        return cell_fault(
            sentence(
                gettext_noop("la colonne « %(title)s » est déjà en %(first)s."),
                title=title,
                first=name_column(self.at[title]),
            ),
            sentence(gettext_noop("Gardez une seule colonne de ce titre.")),
            row=1,
            column=self.table.headers[place],
            letter=name_column(place),
        )

    def fail(self, row: int, column: str, message: Sentence, advice: Sentence) -> None:
        place = self.at[column]
        self.faults.append(
            cell_fault(message, advice, row=row, column=self.table.headers[place], letter=name_column(place))
        )

    def cell(self, cells: tuple[str, ...], column: str) -> str:
        return cells[self.at[column]].strip() if column in self.at else ""

    def read_items(self) -> dict[str, Item]:
        items: dict[str, Item] = {}
        for row, cells in zip(self.table.row_numbers, self.table.rows, strict=True):
            number = self.cell(cells, NUMBER)
            if not _NUMBER.match(number) or len(number) > 40:
                self.fail(
                    row,
                    NUMBER,
                    sentence(gettext_noop("« %(value)s » n’est pas un numéro comme 1.2.3."), value=number),
                    sentence(gettext_noop("Corrigez le numéro de cette ligne.")),
                )
            elif number in items:
                self.fail(
                    row,
                    NUMBER,
                    sentence(
                        gettext_noop("le numéro %(value)s est déjà à la ligne %(row)s."),
                        value=number,
                        row=items[number].row,
                    ),
                    sentence(gettext_noop("Gardez une seule ligne par numéro.")),
                )
            else:
                points, share = (self.read_amount(row, column, cells) for column in (POINTS, SHARE))
                items[number] = Item(
                    number, self.cell(cells, NAME), self.cell(cells, TOLD), points, share, row
                )
        return items

    def read_amount(self, row: int, column: str, cells: tuple[str, ...]) -> Decimal | None:
        text = self.cell(cells, column)
        if not text:
            return None
        amount = read_amount(text)
        if amount is None:
            self.fail(
                row,
                column,
                sentence(gettext_noop("« %(value)s » n’est pas un nombre."), value=text),
                sentence(gettext_noop("Écrivez un nombre positif, ou laissez la case vide.")),
            )
        return amount

    def check_parents(self, items: dict[str, Item]) -> None:
        for item in items.values():
            if item.parent and item.parent not in items:
                self.fail(
                    item.row,
                    NUMBER,
                    sentence(
                        gettext_noop("« %(value)s » n’a pas de ligne pour %(parent)s."),
                        value=item.number,
                        parent=item.parent,
                    ),
                    sentence(gettext_noop("Ajoutez la ligne qui manque, ou corrigez le numéro.")),
                )

    def check_sums(self, items: Mapping[str, Item], column: str) -> list[Off]:
        """Note the sums that are wrong; return those that only rounding explains."""
        found = find_wrong_sums(items, shares=column == SHARE)
        for off in (one for one in found if not one.rounded):
            # The first level has no row of its own: its first item shows the place.
            where = off.above or off.under[0]
            told = {"column": self.table.headers[self.at[column]], "number": off.above and off.above.number}
            template = (
                gettext_noop("sous %(number)s, « %(column)s » fait %(total)s au lieu de %(wanted)s.")
                if off.above
                else gettext_noop("au premier niveau, « %(column)s » fait %(total)s au lieu de %(wanted)s.")
            )
            self.fail(
                where.row,
                column,
                sentence(template, **told, total=say_amount(off.total), wanted=say_amount(off.wanted)),
                sentence(
                    gettext_noop("Corrigez les lignes %(rows)s."),
                    rows=", ".join(str(child.row) for child in off.under),
                ),
            )
        return [off for off in found if off.rounded]


def _themes(items: Mapping[str, Item]) -> Iterator[AskedTheme]:
    holding = {item.parent for item in items.values()}
    for top in (item for item in items.values() if not item.parent):
        theme = AskedTheme(f"theme-{top.number}", {"fr": f"{top.number}. {top.name}"}, purpose=_say(top.told))
        below = {number: item for number, item in items.items() if number.startswith(f"{top.number}.")}
        for second in (item for item in below.values() if item.parent == top.number):
            inside = [item for n, item in below.items() if n.startswith(f"{second.number}.")]
            told = [f"{item.number} {item.name} : {item.told}" for item in inside if _is_told(item, holding)]
            domain = AskedDomain(
                f"domaine-{second.number}",
                {"fr": f"{second.number} {second.name}"},
                purpose=_say(" ".join(filter(None, [second.told, *told]))),
            )
            last = [item for item in inside if item.number not in holding] or [second]
            domain.questions = [_question(item, items) for item in last]
            theme.domains.append(domain)
        if not below:
            theme.domains.append(
                AskedDomain(f"domaine-{top.number}", {"fr": top.name}, [_question(top, items)])
            )
        yield theme


def _is_told(item: Item, holding: set[str]) -> bool:
    return item.number in holding and bool(item.told)


def _say(text: str) -> dict[str, str]:
    return {"fr": text} if text else {}


def _question(item: Item, items: Mapping[str, Item]) -> AskedQuestion:
    """The question of a last item: the names of the items between its domain and it stand in its help."""
    weighed = [f"{say_amount(item.points)} points"] if item.points is not None else []
    weighed += [f"{say_amount(item.share)} %"] if item.share is not None else []
    place = f"{item.number} ({', '.join(weighed)})" if weighed else item.number
    steps = item.number.split(".")
    above = [items[".".join(steps[:depth])] for depth in range(_DEEP + 1, len(steps))]
    path = " › ".join(f"{one.number} {one.name}" for one in above)
    why = _say(" — ".join(filter(None, [path, item.told])))
    return AskedQuestion(f"action-{item.number}", {"fr": item.name}, SCALE, why=why, place=place)


def _notes(table: Table, items: Mapping[str, Item], rounded: list[Off]) -> Iterator[Sentence]:
    points = sum((item.points or Decimal() for item in items.values() if not item.parent), Decimal())
    yield sentence(
        gettext_noop("Éléments lus : %(count)s ; points en tout : %(points)s. Les sommes sont justes.")
        if not rounded
        else gettext_noop(
            "Éléments lus : %(count)s ; points en tout : %(points)s. "
            "Les sommes sont justes, à l’arrondi près."
        ),
        count=len(items),
        points=say_amount(points),
    )
    for off in rounded:
        yield sentence(
            gettext_noop("Ligne %(row)s : la somme fait %(total)s au lieu de %(wanted)s, par arrondi."),
            row=(off.above or off.under[0]).row,
            total=say_amount(off.total),
            wanted=say_amount(off.wanted),
        )
    yield sentence(
        gettext_noop(
            "Le fichier ne dit pas comment répondre : on propose « pas fait », "
            "« prévu ou en partie », « fait »."
        )
    )
    yield sentence(
        gettext_noop(
            "Les points et les parts restent écrits à côté de chaque question, "
            "mais ne pèsent pas dans les résultats."
        )
    )
    yield from _tell_columns(table)
    yield from _tell_amounts(items)


def _tell_columns(table: Table) -> Iterator[Sentence]:
    """Every column that holds something and is not carried, in as many sentences as their names need."""
    left = [
        header
        for place, header in enumerate(table.headers)
        if fold(header) not in _COLUMNS and any(cell.strip() for cell in table.list_values(place))
    ]
    for names in wrap_names(left):
        yield sentence(gettext_noop("Ces colonnes ne sont pas reprises : %(names)s."), names=names)


def _tell_amounts(items: Mapping[str, Item]) -> Iterator[Sentence]:
    """Items that hold others keep their words, but nothing shows their own points and shares."""
    holding = {item.parent for item in items.values()}
    count = sum(
        item.number in holding and (item.points is not None or item.share is not None)
        for item in items.values()
    )
    if count:
        yield sentence(
            gettext_noop(
                "Éléments qui en contiennent d’autres, dont les points et les parts ne sont pas repris : "
                "%(count)s."
            ),
            count=count,
        )
