"""The tree of « Territoires en transitions » (CSV): numbered items whose points must sum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marchepied.engines.tables import Table, name_column

from ._building import AskedDomain, AskedLevel, AskedQuestion, AskedTheme, Cover, build
from ._sentences import Fault, FileRefusedError, Sentence, Understood, cell_fault, gettext_noop, sentence

NUMBER, NAME, TOLD, POINTS, SHARE = "identifiant", "nom", "description", "points", "pourcentage"
_NEEDED = (NUMBER, NAME, POINTS)
_NUMBER = re.compile(r"\d+(?:\.\d+)*\Z")
_AMOUNT = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?\Z")
_NOT_CARRIED = (
    "contexte",
    "exemples",
    "ressources",
    "categorie",
    "personnalisationQuestions",
    "indicateurs",
    "exprScore",
)
_TOLERANCE = 0.011  # shares are written with two decimals at most
_MOST_FAULTS = 50
WHOLE = 100.0
SCALE = (
    AskedLevel({"fr": "Ce n’est pas fait.", "en": "This is not done."}),
    AskedLevel({"fr": "C’est prévu, ou fait en partie.", "en": "It is planned, or partly done."}),
    AskedLevel({"fr": "C’est fait.", "en": "This is done."}),
)


@dataclass(frozen=True, slots=True)
class _Item:
    number: str
    name: str
    told: str
    points: float | None
    share: float | None
    row: int

    @property
    def parent(self) -> str:
        return self.number.rpartition(".")[0]


def is_territoires(table: Table) -> bool:
    """Whether a table has the columns of such a tree."""
    return set(_NEEDED) <= set(table.headers)


def read_territoires(table: Table) -> Understood:
    """A questionnaire of the tree: first level themes, second level domains, a question for each last item.

    The points of the items under another sum to its own, and their shares to 100, where all are given; where
    some are missing, those given stay below. Raises FileRefusedError, with row and column, otherwise.
    """
    reader = _Reader(table)
    items = reader.read_items()
    reader.check_parents(items)
    if not reader.faults:
        reader.check_sums(items, POINTS)
        reader.check_sums(items, SHARE)
    if reader.faults:
        raise FileRefusedError(reader.faults[:_MOST_FAULTS])
    cover = Cover(
        "referentiel-territoires-en-transitions",
        {"fr": "Référentiel repris de « Territoires en transitions »"},
        publisher="Territoires en transitions",
    )
    data, told = build(cover, _themes(items))
    return Understood("territoires", data, (*_notes(table, items), *told))


class _Reader:
    def __init__(self, table: Table) -> None:
        self.table = table
        self.at = {header: place for place, header in enumerate(table.headers)}
        self.faults: list[Fault] = []

    def fail(self, row: int, column: str, message: Sentence, advice: Sentence) -> None:
        letter = name_column(self.at[column])
        self.faults.append(cell_fault(message, advice, row=row, column=column, letter=letter))

    def read_items(self) -> dict[str, _Item]:
        items: dict[str, _Item] = {}
        for row, cells in zip(self.table.row_numbers, self.table.rows, strict=True):
            number = cells[self.at[NUMBER]].strip()
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
                told = cells[self.at[TOLD]] if TOLD in self.at else ""
                points = self.read_amount(row, POINTS, cells)
                share = self.read_amount(row, SHARE, cells) if SHARE in self.at else None
                items[number] = _Item(number, cells[self.at[NAME]], told, points, share, row)
        return items

    def read_amount(self, row: int, column: str, cells: tuple[str, ...]) -> float | None:
        text = cells[self.at[column]].strip()
        if not text:
            return None
        if not _AMOUNT.match(text):
            self.fail(
                row,
                column,
                sentence(gettext_noop("« %(value)s » n’est pas un nombre."), value=text),
                sentence(gettext_noop("Écrivez un nombre positif, ou laissez la case vide.")),
            )
            return None
        return float(text.replace(",", "."))

    def check_parents(self, items: dict[str, _Item]) -> None:
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

    def check_sums(self, items: dict[str, _Item], column: str) -> None:
        """Points sum to the points of the item above, shares to 100."""
        points = column == POINTS
        children: dict[str, list[_Item]] = {}
        for child in items.values():
            children.setdefault(child.parent, []).append(child)
        for item in items.values():
            under = children.get(item.number, [])
            amounts = [child.points if points else child.share for child in under]
            given = [amount for amount in amounts if amount is not None]
            wanted = item.points if points else WHOLE
            if not given or wanted is None:
                continue
            total, whole = sum(given), len(given) == len(amounts)
            wrong = abs(total - wanted) > _TOLERANCE if whole else total > wanted + _TOLERANCE
            if wrong:
                self.fail(
                    item.row,
                    column,
                    sentence(
                        gettext_noop("sous %(number)s, « %(column)s » fait %(total)s au lieu de %(wanted)s."),
                        number=item.number,
                        column=column,
                        total=_say(total),
                        wanted=_say(wanted),
                    ),
                    sentence(
                        gettext_noop("Corrigez les lignes %(rows)s."),
                        rows=", ".join(str(child.row) for child in under),
                    ),
                )


def _say(amount: float) -> str:
    return f"{amount:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _themes(items: dict[str, _Item]) -> Iterator[AskedTheme]:
    holding = {item.parent for item in items.values()}
    for top in (item for item in items.values() if not item.parent):
        theme = AskedTheme(f"theme-{top.number}", {"fr": f"{top.number}. {top.name}"}, purpose=_told(top))
        below = {number: item for number, item in items.items() if number.startswith(f"{top.number}.")}
        for second in (item for item in below.values() if item.parent == top.number):
            domain = AskedDomain(
                f"domaine-{second.number}", {"fr": f"{second.number} {second.name}"}, purpose=_told(second)
            )
            inside = [
                item for n, item in below.items() if n.startswith(f"{second.number}.") and n not in holding
            ]
            last = inside or ([second] if second.number not in holding else [])
            domain.questions = [_question(item) for item in last]
            theme.domains.append(domain)
        if not below:
            theme.domains.append(AskedDomain(f"domaine-{top.number}", {"fr": top.name}, [_question(top)]))
        yield theme


def _told(item: _Item) -> dict[str, str]:
    return {"fr": item.told} if item.told.strip() else {}


def _question(item: _Item) -> AskedQuestion:
    weighed = [f"{_say(item.points)} points"] if item.points is not None else []
    weighed += [f"{_say(item.share)} %"] if item.share is not None else []
    place = f"{item.number} ({', '.join(weighed)})" if weighed else item.number
    return AskedQuestion(f"action-{item.number}", {"fr": item.name}, SCALE, why=_told(item), place=place)


def _notes(table: Table, items: dict[str, _Item]) -> Iterator[Sentence]:
    points = sum(item.points or 0 for item in items.values() if not item.parent)
    yield sentence(
        gettext_noop("Éléments lus : %(count)s ; points en tout : %(points)s. Les sommes sont justes."),
        count=len(items),
        points=_say(points),
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
    filled = [
        name
        for name in _NOT_CARRIED
        if name in table.headers
        and any(cell.strip() for cell in table.list_values(table.headers.index(name)))
    ]
    if filled:
        yield sentence(
            gettext_noop("Ces colonnes ne sont pas reprises : %(names)s."), names=", ".join(filled)
        )
