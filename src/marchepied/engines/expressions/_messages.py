"""Sentences of the engine: French templates with named parameters, translated by whoever shows them.

Each sentence is listed once in ``MESSAGES`` through a function named ``gettext_noop``, so that the usual
extraction tools find it; the caller translates ``message.template`` and fills it with ``message.params``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SHOWN_CHARACTERS = 60


def gettext_noop(text: str) -> str:
    """Mark a sentence for translation and return it unchanged."""
    return text


MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # Reading
        "empty": gettext_noop("La formule est vide : écrivez au moins un nom ou un nombre."),
        "too_long": gettext_noop(
            "La formule dépasse %(limit)s caractères. "
            "Partagez-la : un indicateur peut en calculer une partie."
        ),
        "too_deep": gettext_noop(
            "Trop de parenthèses les unes dans les autres (%(limit)s au plus). "
            "Donnez un nom à une partie du calcul."
        ),
        "too_many_parts": gettext_noop(
            "La formule a plus de %(limit)s éléments. "
            "Partagez-la : un indicateur peut en calculer une partie."
        ),
        "character": gettext_noop("Le signe « %(found)s » ne s’emploie pas ici."),
        "character_instead": gettext_noop("À la place de « %(found)s », écrivez « %(instead)s »."),
        "leading_equals": gettext_noop("Enlevez le signe = du début : la formule commence par le calcul."),
        "invisible": gettext_noop("Il y a ici un caractère invisible. Effacez-le."),
        "text_open": gettext_noop("Ce texte n’est pas fermé : il manque « %(closing)s » à la fin."),
        "text_long": gettext_noop("Ce texte dépasse %(limit)s caractères. Raccourcissez-le."),
        "number_digits": gettext_noop("Ce nombre a plus de %(limit)s chiffres. Arrondissez-le."),
        "number_marks": gettext_noop(
            "« %(found)s » n’est pas un nombre. La virgule sépare les décimales ; "
            "pour séparer deux nombres, écrivez un point-virgule."
        ),
        "number_glued": gettext_noop(
            "« %(found)s » : un nom ne commence pas par un chiffre, "
            "et une multiplication s’écrit avec le signe *."
        ),
        "comma": gettext_noop(
            "La virgule ne sert qu’aux décimales. Séparez les éléments par un point-virgule."
        ),
        "name_long": gettext_noop("Ce nom dépasse %(limit)s caractères."),
        # Order of the parts
        "end": gettext_noop("La formule s’arrête trop tôt : il manque quelque chose après « %(after)s »."),
        "value_expected": gettext_noop(
            "Ici, il faut un nombre, un nom ou une parenthèse, et non « %(found)s »."
        ),
        "sign_expected": gettext_noop("Il manque un signe (+, -, *, /, =, et, ou…) avant « %(found)s »."),
        "not_closed": gettext_noop("Cette parenthèse n’est jamais fermée : il manque « ) »."),
        "list_not_closed": gettext_noop("Cette liste n’est jamais fermée : il manque « ] »."),
        "nothing_to_close": gettext_noop("« %(found)s » ne ferme rien : enlevez-le ou ouvrez avant."),
        "list_brackets": gettext_noop(
            "Le point-virgule sépare les éléments d’une liste ou d’une fonction. "
            "Une liste s’écrit entre crochets : [a ; b]."
        ),
        "chained": gettext_noop("Une comparaison à la fois : écrivez par exemple « 1 < a et a < 3 »."),
        "reserved": gettext_noop("« %(name)s » est un mot de la langue des formules, pas un nom."),
        "name_shape": gettext_noop(
            "« %(name)s » n’est pas un nom : des petites lettres, des chiffres et le signe _, "
            "sans espace, et une lettre pour commencer."
        ),
        # Functions
        "function_unknown": gettext_noop("La fonction « %(name)s » n’existe pas."),
        "function_close": gettext_noop("La fonction « %(name)s » n’existe pas. Est-ce « %(close)s » ?"),
        "function_bare": gettext_noop("« %(name)s » est une fonction : ouvrez une parenthèse juste après."),
        "arguments_exact": gettext_noop("« %(name)s » prend %(expected)s élément(s), pas %(found)s."),
        "arguments_range": gettext_noop(
            "« %(name)s » prend de %(low)s à %(high)s élément(s), pas %(found)s."
        ),
        "arguments_none": gettext_noop("« %(name)s » prend au moins un élément."),
        "argument_lone": gettext_noop(
            "« %(name)s » d’un seul nombre ne calcule rien. "
            "Pour plusieurs nombres, séparez-les par un point-virgule."
        ),
        "places": gettext_noop(
            "Le nombre de décimales est un nombre entier écrit tel quel, de %(low)s à %(high)s."
        ),
        "missing_of_name": gettext_noop("« %(name)s » demande si un nom manque : mettez un nom, seul."),
        # Kinds of values
        "kind": gettext_noop("Ici, il faut %(expected)s ; c’est %(found)s."),
        "kinds_differ": gettext_noop("On ne compare pas %(first)s et %(second)s."),
        "order_of_texts": gettext_noop("« %(sign)s » ne compare que des nombres."),
        "branches_differ": gettext_noop(
            "Les deux réponses possibles sont %(first)s et %(second)s : il faut deux valeurs de même sorte."
        ),
        "name_unknown": gettext_noop("« %(name)s » n’existe pas."),
        "name_close": gettext_noop("« %(name)s » n’existe pas. Est-ce « %(close)s » ?"),
        "word_unknown": gettext_noop("« %(word)s » n’est pas un mot que « %(name)s » connaît."),
        "word_close": gettext_noop(
            "« %(word)s » n’est pas un mot que « %(name)s » connaît. Est-ce « %(close)s » ?"
        ),
        "text_alone": gettext_noop('Un texte se compare à un nom : écrivez par exemple forme = "scic".'),
        "kind_number": gettext_noop("un nombre"),
        "kind_text": gettext_noop("un texte"),
        "kind_truth": gettext_noop("vrai ou faux"),
        "kind_list": gettext_noop("une liste"),
        # While computing
        "division_by_zero": gettext_noop("Division par zéro : « %(divisor)s » vaut 0."),
        "nothing_to_average": gettext_noop("« %(name)s » d’une liste vide n’a pas de valeur."),
        "too_large": gettext_noop("Le résultat est trop grand pour être écrit."),
        "too_costly": gettext_noop("Le calcul demande plus de %(limit)s opérations. Partagez la formule."),
    }
)


@dataclass(frozen=True)
class Message:
    """One sentence: its stable code and the parameters of its French template.

    A parameter may be a ``Message`` itself (the name of a kind of value): translate it the same way.
    """

    code: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        shown = {key: show_value(value) for key, value in self.params.items()}
        object.__setattr__(self, "params", MappingProxyType(shown))

    @property
    def template(self) -> str:
        """The French sentence with its ``%(name)s`` places: the text to translate."""
        return MESSAGES[self.code]

    def __str__(self) -> str:
        return self.template % self.params


def show_value(value: object) -> object:
    """Shorten a text typed by a person so that it stays readable, on one line, inside a sentence."""
    if not isinstance(value, str):
        return value
    flat = "".join(character if character.isprintable() else " " for character in value)
    return flat if len(flat) <= SHOWN_CHARACTERS else flat[: SHOWN_CHARACTERS - 1] + "…"


@dataclass(frozen=True)
class Span:
    """Where something stands in a text: its first character, counted from 0, and how many it has."""

    offset: int
    length: int

    def reach(self, other: "Span") -> "Span":
        """From the start of this one to the end of the other."""
        return Span(self.offset, other.offset + other.length - self.offset)


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where."""

    message: Message
    span: Span

    @property
    def code(self) -> str:
        return self.message.code

    def __str__(self) -> str:
        return str(self.message)


class ExpressionError(Exception):
    """An expression that cannot be read or computed.

    ``code`` and ``params`` identify the sentence, ``message.template`` is its French text to translate,
    ``offset`` (from 0) and ``length`` the characters concerned; ``show_place`` draws them.
    """

    def __init__(self, code: str, text: str, span: Span, **params: object) -> None:
        self.message = Message(code, params)
        self.text = text
        self.span = span
        super().__init__(str(self.message))

    @property
    def code(self) -> str:
        """Stable identifier of the sentence."""
        return self.message.code

    @property
    def params(self) -> Mapping[str, object]:
        """Parameters of the sentence, texts shortened."""
        return self.message.params

    @property
    def offset(self) -> int:
        return self.span.offset

    @property
    def length(self) -> int:
        return self.span.length

    @property
    def problem(self) -> Problem:
        return Problem(self.message, self.span)

    def show_place(self, width: int = 60) -> str:
        """Two lines: the part of the expression around the fault, and carets under it."""
        return show_place(self.text, self.span, width)


def show_place(text: str, span: Span, width: int = 60) -> str:
    """Two lines of at most ``width`` characters: an excerpt of the text, and carets under the span.

    Blanks and invisible characters are drawn as one space, so that the carets stay below what they show.
    """
    flat = "".join(character if character.isprintable() else " " for character in text)
    offset = min(span.offset, len(flat))
    start = max(0, min(offset - width // 2, len(flat) - width + 1))
    excerpt = flat[start : start + width]
    carets = max(1, min(span.length, width - (offset - start)))
    return f"{excerpt}\n{' ' * (offset - start)}{'^' * carets}"
