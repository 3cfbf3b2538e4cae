"""What the engine refuses or warns of: French templates with named parameters, translated by whoever shows
them.

Each sentence is listed once in ``MESSAGES`` through a function named ``gettext_noop``, so that the usual
extraction tools find it; the caller translates ``message.template`` and fills it with ``message.params``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def gettext_noop(text: str) -> str:
    """Mark a sentence for translation and return it unchanged."""
    return text


MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "method": gettext_noop(
            "La méthode « %(method)s » n’existe pas : choisissez « words » ou « meaning »."
        ),
        "count": gettext_noop("Demandez de 1 à %(most)s thèmes."),
        "one_text": gettext_noop("Donnez une liste de textes, pas un seul texte."),
        "no_encoder": gettext_noop(
            "La méthode « meaning » a besoin d’un paquet de plus, qui n’est pas installé. Installez "
            "marchepied[encoder], ou gardez la méthode « words »."
        ),
        "other_encoder": gettext_noop(
            "Ces thèmes ont été trouvés avec un autre encodeur : recalculez-les avant d’ajouter des textes."
        ),
        "placed": gettext_noop("Le texte « %(text)s » est déjà rangé."),
        "unknown": gettext_noop("Il n’y a pas de thème « %(key)s »."),
        "long_name": gettext_noop("Ce nom est trop long : %(most)s caractères au plus."),
        "nothing_chosen": gettext_noop("Choisissez au moins un texte pour faire un autre thème."),
        "few": gettext_noop(
            "Moins de %(enough)s textes différents : lisez-les tous, des thèmes n’en diraient pas plus."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for people: its stable code and what fills it."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The French sentence to translate, with its named places."""
        return MESSAGES[self.code]

    def __str__(self) -> str:
        return self.template % dict(self.params)


class ThemesError(ValueError):
    """The texts, the gesture or the method cannot be used; the message says why and what to do.

    ``code`` identifies the sentence, ``message`` holds it and what fills it, ``str(error)`` is in French.
    """

    def __init__(self, code: str, **params: object) -> None:
        self.message = Message(code, params)
        super().__init__(str(self.message))

    @property
    def code(self) -> str:
        """Stable identifier of the sentence."""
        return self.message.code
