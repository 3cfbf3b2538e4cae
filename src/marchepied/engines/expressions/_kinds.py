"""What each place of an expression accepts, the same while checking and while computing."""

from ._messages import Message
from ._tree import Kind, Sign

KIND_MESSAGES = {
    Kind.NUMBER: "kind_number",
    Kind.TEXT: "kind_text",
    Kind.TRUTH: "kind_truth",
    Kind.LIST: "kind_list",
}
ORDERS = frozenset({Sign.LESS, Sign.AT_MOST, Sign.MORE, Sign.AT_LEAST})
EQUALITIES = frozenset({Sign.EQUAL, Sign.DIFFERENT})


def name_kind(kind: Kind) -> Message:
    """The words for a kind of value, as a message to translate."""
    return Message(KIND_MESSAGES[kind])


def refuse_kind(expected: Kind, found: Kind | None) -> Message | None:
    """Why a value is refused where one kind is expected; None when it fits or is not known."""
    if found is None or found is expected:
        return None
    return Message("kind", {"expected": name_kind(expected), "found": name_kind(found)})


def refuse_comparison(sign: Sign, left: Kind | None, right: Kind | None) -> Message | None:
    """Why two values cannot be compared with this sign; None when they can, or when it is not known."""
    known = [kind for kind in (left, right) if kind is not None]
    if sign in ORDERS and any(kind is not Kind.NUMBER for kind in known):
        return Message("order_of_texts", {"sign": sign.value})
    if len(known) == 2 and (known[0] is not known[1] or known[0] is Kind.LIST):
        return Message("kinds_differ", {"first": name_kind(known[0]), "second": name_kind(known[1])})
    return None
