"""From a table and the choices of a person to a mapping, guessing what was left unsaid."""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as MappingType

from ._codes import AnswerCodes, build_codes, read_number
from ._deduce import ScaleChoice, Source, deduce_scales
from ._items import ItemChoice, parse_items, refuse_repeats
from ._layout import Layout, Role, detect_layout
from ._mapping import ItemColumn, Mapping
from ._messages import Message, TableError
from ._table import Table
from ._words import find_word_scale, fold_code, fold_text


def build_mapping(
    table: Table,
    layout: Layout | None = None,
    *,
    group: str | None = None,
    college: str | None = None,
    items: str | Sequence[ItemChoice] | None = None,
    participant: str | None = None,
    weight: str | None = None,
    comment: str | None = None,
    scale: ScaleChoice | tuple[int, int] = "auto",
    dont_know: Iterable[str] | None = None,
    not_concerned: Iterable[str] | None = None,
    missing: Iterable[str] | None = None,
    level_words: MappingType[str, int] | None = None,
    known_items: MappingType[str, int] | None = None,
) -> Mapping:
    """Decide what each column means.

    What is not given is taken from ``layout`` (by default the one that ``detect_layout`` proposes).
    ``group`` names the column of groups and ``college`` one group for the whole file; giving neither takes
    the proposed column. ``items`` is a list such as ``A,B,-C`` or choices with their own identifiers and
    scales. ``weight`` and ``participant`` take the empty text to use no such column.

    Scales: an item keeps the bounds of its choice; else, with ``known_items`` (identifier → number of
    levels), the known number; else ``scale``: two bounds for all, ``common`` (one deduced scale for all),
    ``family`` (one per name before the final digits), ``item``, or ``auto``: common, unless some columns
    count from 0 and others from 1 to a higher number, which makes two scales. ``level_words`` gives
    the number that each word stands for, in all items; words of usual scales are recognised without it.

    Raises ``TableError`` for an unknown column, a missing group, an impossible scale or a code with two
    meanings. Values that do not fit are not judged here but, row by row, by ``extract_answers``.
    """
    layout = layout or detect_layout(table)
    codes = build_codes(dont_know, not_concerned, missing, level_words)
    columns = _choose_columns(table, layout, group, college, participant, weight, comment)
    if comment is None:
        columns.pop("comment_column")
    return _decide_mapping(table, layout, codes, columns, items, scale, known_items)


def _decide_mapping(
    table: Table,
    layout: Layout,
    codes: AnswerCodes,
    columns: dict[str, str | None],
    items: str | Sequence[ItemChoice] | None,
    scale: ScaleChoice | tuple[int, int],
    known_items: MappingType[str, int] | None,
) -> Mapping:
    choices = _choose_items(table, layout, items, columns)
    if known_items is not None:
        choices = tuple(_match_known(choice, known_items) for choice in choices)
    sources = _gather_sources(table, layout, choices, codes, columns)
    columns_of_items, warnings = _define_items(sources, codes, scale, known_items, layout, table)
    if "comment_column" not in columns:
        columns["comment_column"] = _choose_general_comment(layout, columns_of_items, set(columns.values()))
    left_out: frozenset[str] = frozenset()
    if layout.kind == "long":
        left_out = frozenset(_list_sources(table, layout, columns)) - {choice.source for choice in choices}
    return Mapping(
        layout=layout.kind,
        items=columns_of_items,
        codes=codes,
        college_column=columns["college_column"],
        college=columns["college"],
        participant_column=columns["participant_column"],
        weight_column=columns["weight_column"],
        comment_column=columns["comment_column"],
        question_column=columns.get("question_column"),
        answer_column=columns.get("answer_column"),
        left_out=left_out,
        warnings=tuple(warnings),
    )


def _choose_columns(
    table: Table,
    layout: Layout,
    group: str | None,
    college: str | None,
    participant: str | None,
    weight: str | None,
    comment: str | None,
) -> dict[str, str | None]:
    if group and college:
        raise TableError("college_choice")
    given = (group, participant, weight, comment)
    claimed = frozenset(table.headers[table.find_column(name)] for name in given if name)
    columns: dict[str, str | None] = {
        "college": college.strip() if college else None,
        "college_column": None if college else _choose_column(table, layout, group, "college", claimed),
        "participant_column": _choose_column(table, layout, participant, "participant", claimed),
        "weight_column": _choose_column(table, layout, weight, "weight", claimed),
        "comment_column": _choose_column(table, layout, comment, "comment", claimed),
    }
    if not columns["college"] and not columns["college_column"]:
        raise TableError("college_missing")
    if layout.kind == "long":
        columns["question_column"] = _choose_column(table, layout, None, "item")
        columns["answer_column"] = _choose_column(table, layout, None, "answer")
        if not columns["question_column"] or not columns["answer_column"]:
            raise TableError("question_missing")
        if not columns["participant_column"]:
            raise TableError("participant_missing")
    _refuse_shared_columns(columns)
    return columns


def _choose_column(
    table: Table, layout: Layout, given: str | None, role: Role, claimed: frozenset[str] = frozenset()
) -> str | None:
    """Return the column given for a role, or the first proposed one that is not claimed for another."""
    if given is not None:
        return table.headers[table.find_column(given)] if given else None
    proposed = (column.header for column in layout.find_role(role))
    return next((header for header in proposed if header not in claimed), None)


def _choose_general_comment(
    layout: Layout, items: tuple[ItemColumn, ...], taken: set[str | None]
) -> str | None:
    """Return the first comment column that goes with no question in particular and has no other role."""
    paired = taken | {item.comment_column for item in items} | {item.column for item in items}
    comments = (column.header for column in layout.find_role("comment"))
    return next((header for header in comments if header not in paired), None)


def _refuse_shared_columns(columns: MappingType[str, str | None]) -> None:
    chosen = [name for role, name in columns.items() if name is not None and role != "college"]
    for name in chosen:
        if chosen.count(name) > 1:
            raise TableError("column_twice", column=name)


def _choose_items(
    table: Table,
    layout: Layout,
    items: str | Sequence[ItemChoice] | None,
    columns: MappingType[str, str | None],
) -> tuple[ItemChoice, ...]:
    taken = {name for role, name in columns.items() if name is not None and role != "college"}
    available = _list_sources(table, layout, columns)
    if isinstance(items, str):
        choices = parse_items(items, available)
    elif items is not None:
        choices = tuple(items)
        refuse_repeats(choices)
    elif layout.kind == "long":
        choices = tuple(ItemChoice(name) for name in available)
    else:
        choices = tuple(
            ItemChoice(column.header) for column in layout.find_role("item") if column.header not in taken
        )
    if not choices:
        raise TableError("items_missing")
    for choice in choices:
        if choice.source not in available:
            raise TableError("column_unknown", column=choice.source, columns=", ".join(available))
        if layout.kind == "wide" and choice.source in taken:
            raise TableError("column_twice", column=choice.source)
    return choices


def _list_sources(table: Table, layout: Layout, columns: MappingType[str, str | None]) -> tuple[str, ...]:
    """Return the names that a question may have: headers, or the values of the question column."""
    question = columns.get("question_column")
    if layout.kind == "wide" or question is None:
        return table.headers
    values = table.list_values(table.find_column(question))
    return tuple(dict.fromkeys(name for name in (value.strip() for value in values) if name))


def _match_known(choice: ItemChoice, known: MappingType[str, int]) -> ItemChoice:
    """Give a choice the identifier of the questionnaire, without case nor accents if need be.

    An unknown one keeps its own text: ``extract_answers`` refuses it.
    """
    wanted = choice.item_id or choice.source
    if wanted in known:
        return choice
    fits = [identifier for identifier in known if fold_text(identifier) == fold_text(wanted)]
    if len(fits) != 1:
        return choice
    return ItemChoice(
        choice.source, choice.reversed, fits[0], choice.label, choice.low, choice.high, choice.comment_column
    )


def _gather_sources(
    table: Table,
    layout: Layout,
    choices: tuple[ItemChoice, ...],
    codes: AnswerCodes,
    columns: MappingType[str, str | None],
) -> tuple[Source, ...]:
    if layout.kind == "wide":
        values = {
            choice.source: Counter(table.list_values(table.find_column(choice.source))) for choice in choices
        }
    else:
        values = {choice.source: Counter() for choice in choices}
        question = table.find_column(columns["question_column"] or "")
        answer = table.find_column(columns["answer_column"] or "")
        for row in table.rows:
            if (name := row[question].strip()) in values:
                values[name][row[answer]] += 1
    return tuple(_sort_values(choice, values[choice.source], codes) for choice in choices)


def _sort_values(choice: ItemChoice, values: Counter[str], codes: AnswerCodes) -> Source:
    numbers: Counter[int] = Counter()
    words: Counter[str] = Counter()
    for value, count in values.items():
        folded = fold_code(value)
        if codes.find_code(folded) is not None:
            continue
        number = codes.level_words.get(folded, read_number(value))
        if number is not None:
            numbers[number] += count
        else:
            words[folded] += count
    return Source(choice, numbers, words)


def _define_items(
    sources: tuple[Source, ...],
    codes: AnswerCodes,
    scale: ScaleChoice | tuple[int, int],
    known: MappingType[str, int] | None,
    layout: Layout,
    table: Table,
) -> tuple[tuple[ItemColumn, ...], list[Message]]:
    word_scales = {source.choice.source: _find_words(source) for source in sources}
    counted = {
        source.choice.source: source.numbers + _number_words(source, word_scales[source.choice.source])
        for source in sources
    }
    deduced, warnings = deduce_scales(sources, counted, word_scales, scale, known)
    comments = _pair_comments(table, layout, sources)
    items = []
    for source in sources:
        name = source.choice.source
        own = deduced[name]
        words = word_scales[name]
        items.append(
            ItemColumn(
                item_id=source.choice.item_id or name,
                label=source.choice.label or name,
                source=name,
                column=name if layout.kind == "wide" else None,
                low=own.low,
                high=own.high,
                reversed=source.choice.reversed,
                words=(
                    *codes.level_words.items(),
                    *((word, own.low + rank) for rank, word in enumerate(words)),
                ),
                comment_column=source.choice.comment_column or comments.get(name),
            )
        )
    return tuple(items), warnings


def _find_words(source: Source) -> tuple[str, ...]:
    if source.numbers:
        return ()
    return find_word_scale(frozenset(source.words)) or ()


def _number_words(source: Source, words: tuple[str, ...]) -> Counter[int]:
    return Counter({rank + 1: source.words[word] for rank, word in enumerate(words) if source.words[word]})


def _pair_comments(table: Table, layout: Layout, sources: tuple[Source, ...]) -> dict[str, str]:
    """Pair each comment column with the question whose whole name its header holds, longest name first."""
    if layout.kind != "wide":
        return {}
    pairs: dict[str, str] = {}
    names = sorted((source.choice.source for source in sources), key=len, reverse=True)
    for column in layout.find_role("comment"):
        padded = f" {fold_text(column.header)} "
        for name in names:
            if fold_text(name) and f" {fold_text(name)} " in padded and name not in pairs:
                pairs[name] = column.header
                break
    return pairs
