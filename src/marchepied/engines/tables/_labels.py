"""What each number of a scale was called in the file."""

from collections import Counter

from ._codes import read_number
from ._mapping import ItemColumn, Mapping
from ._table import Table
from ._words import fold_code


def label_levels(table: Table, mapping: Mapping) -> dict[str, tuple[str, ...]]:
    """{item identifier: label of each number of its scale, from the lowest to the highest}.

    The most frequent spelling met in the file where a number was written in words or with words
    (« Souvent », « 3 - Plutôt d’accord »), else the number itself; for a word nobody chose, the word as the
    scale knows it. At most one reading of each distinct text.
    """
    texts = _gather_texts(table, mapping)
    return {item.item_id: _label_item(item, texts[item.source]) for item in mapping.items}


def _gather_texts(table: Table, mapping: Mapping) -> dict[str, Counter[str]]:
    if mapping.question_column is None or mapping.answer_column is None:
        return {
            item.source: Counter(table.list_values(table.find_column(item.column or item.source)))
            for item in mapping.items
        }
    question, answer = table.find_column(mapping.question_column), table.find_column(mapping.answer_column)
    texts: dict[str, Counter[str]] = {item.source: Counter() for item in mapping.items}
    for row in table.rows:
        if (name := row[question].strip()) in texts:
            texts[name][row[answer]] += 1
    return texts


def _label_item(item: ItemColumn, texts: Counter[str]) -> tuple[str, ...]:
    words = dict(item.words)
    spelled: dict[int, str] = {}
    for text, _ in texts.most_common():
        bare = " ".join(text.split())
        number = words.get(fold_code(text), read_number(text))
        if number is not None and not bare.lstrip("+-").replace(",", "").replace(".", "").isdigit():
            spelled.setdefault(number, bare)
    for word, number in words.items():
        spelled.setdefault(number, word[:1].upper() + word[1:])
    return tuple(spelled.get(number, str(number)) for number in range(item.low, item.high + 1))
