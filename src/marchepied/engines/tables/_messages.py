"""Sentences of the engine: French templates with named parameters, translated by whoever shows them.

The engine knows no translation system. Each sentence is listed once in ``MESSAGES`` through a function
named ``gettext_noop``, so that the usual extraction tools find it; the caller translates
``message.template`` and fills it with ``message.params``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SHOWN_CHARACTERS = 80


def gettext_noop(text: str) -> str:
    """Mark a sentence for translation and return it unchanged."""
    return text


MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        # The file
        "empty": gettext_noop("Le fichier est vide. Choisissez un fichier qui contient des réponses."),
        "too_heavy": gettext_noop(
            "Le fichier dépasse la taille acceptée (%(limit)s Mo). Partagez-le en plusieurs fichiers."
        ),
        "old_format": gettext_noop(
            "Le format %(format)s n’est pas lu. Ouvrez le fichier dans votre tableur, "
            "choisissez « Enregistrer sous », puis le format XLSX, et importez ce nouveau fichier."
        ),
        "ole_file": gettext_noop(
            "Ce fichier est un ancien classeur (.xls) ou un classeur protégé par un mot de passe. "
            "Ouvrez-le dans votre tableur, retirez le mot de passe s’il y en a un, "
            "et enregistrez-le au format XLSX."
        ),
        "binary": gettext_noop(
            "Ce fichier n’est pas un tableau lisible. Enregistrez vos réponses au format CSV ou XLSX."
        ),
        "markup": gettext_noop(
            "Ce fichier est une page web ou un document XML. Enregistrez vos réponses au format CSV ou XLSX."
        ),
        "zip_not_xlsx": gettext_noop(
            "Ce fichier n’est pas un classeur XLSX. Enregistrez vos réponses au format CSV ou XLSX."
        ),
        "undecodable": gettext_noop(
            "Les caractères du fichier sont illisibles. "
            "Enregistrez-le au format « CSV UTF-8 » ou XLSX, puis recommencez."
        ),
        "xlsx_broken": gettext_noop(
            "Le classeur est abîmé ou incomplet. Ouvrez-le dans votre tableur, "
            "enregistrez-le de nouveau au format XLSX, puis recommencez."
        ),
        "xlsx_unsafe": gettext_noop(
            "Le classeur contient des éléments dangereux et n’a pas été ouvert. "
            "Copiez vos données dans un classeur neuf, puis recommencez."
        ),
        "xlsx_bomb": gettext_noop(
            "Une fois décompressé, le classeur serait trop volumineux. "
            "Copiez seulement vos réponses dans un classeur neuf, puis recommencez."
        ),
        "sheet_unknown": gettext_noop(
            "La feuille « %(sheet)s » n’existe pas. Feuilles du classeur : %(sheets)s."
        ),
        "sheet_unexpected": gettext_noop(
            "Un fichier texte n’a pas de feuille « %(sheet)s ». N’indiquez une feuille que pour un classeur."
        ),
        # The grid
        "too_many_rows": gettext_noop(
            "Le tableau a plus de %(limit)s lignes. Partagez-le en plusieurs fichiers."
        ),
        "too_many_columns": gettext_noop(
            "Le tableau a plus de %(limit)s colonnes. Gardez seulement les colonnes utiles."
        ),
        "too_many_cells": gettext_noop(
            "Le tableau a plus de %(limit)s cellules. Gardez seulement les colonnes utiles "
            "ou partagez-le en plusieurs fichiers."
        ),
        "cell_too_long": gettext_noop(
            "Ligne %(row)s, colonne %(column)s : le texte dépasse %(limit)s caractères. Raccourcissez-le."
        ),
        "row_too_wide": gettext_noop(
            "Ligne %(row)s : %(cells)s cellules remplies, alors que la première ligne nomme "
            "%(expected)s colonne(s). Vérifiez les guillemets et le séparateur de cette ligne."
        ),
        "quotes": gettext_noop(
            "Ligne %(row)s : un guillemet ouvert n’est pas fermé comme il faut. "
            "Corrigez cette ligne ou enregistrez le fichier au format XLSX."
        ),
        "no_rows": gettext_noop(
            "Le tableau n’a qu’une ligne de titres. Ajoutez au moins une ligne de réponses."
        ),
        "no_header": gettext_noop(
            "La première ligne doit nommer les colonnes ; il manque un nom aux colonnes %(columns)s."
        ),
        "duplicate_headers": gettext_noop(
            "Les colonnes %(first)s et %(second)s portent le même nom « %(header)s ». "
            "Renommez l’une des deux."
        ),
        "header_error": gettext_noop(
            "Le titre de la colonne %(column)s est une erreur de calcul (%(value)s). Écrivez son nom."
        ),
        "rows_disordered": gettext_noop(
            "La ligne %(row)s du classeur n’est pas à sa place. Ouvrez-le dans votre tableur, "
            "enregistrez-le de nouveau, puis recommencez."
        ),
        "formula_not_computed": gettext_noop(
            "Ligne %(row)s, colonne %(column)s : la formule n’a jamais été calculée. "
            "Ouvrez le classeur dans votre tableur, enregistrez-le, puis recommencez."
        ),
        # Warnings while reading
        "short_rows": gettext_noop(
            "%(count)s ligne(s) plus courtes que la ligne de titres, la première étant la ligne %(row)s : "
            "les cellules absentes sont lues comme vides."
        ),
        "control_characters": gettext_noop(
            "Des caractères invisibles ont été retirés de %(count)s cellule(s)."
        ),
        "unnamed_columns": gettext_noop("Sans titre, la colonne %(column)s est appelée « %(header)s »."),
        "other_sheets": gettext_noop(
            "Seule la feuille « %(sheet)s » est lue. Autres feuilles du classeur : %(sheets)s."
        ),
        "error_cells": gettext_noop(
            "%(count)s cellule(s) contiennent une erreur de calcul, "
            "la première (%(value)s) à la ligne %(row)s, colonne %(column)s."
        ),
        "numeric_header": gettext_noop(
            "La première ligne ne contient que des nombres : vérifiez que ce sont bien les titres."
        ),
        # Writing
        "write_duplicate_headers": gettext_noop("Deux colonnes à écrire portent le même nom « %(header)s »."),
        "write_row_width": gettext_noop(
            "La ligne %(row)s à écrire a %(cells)s cellules au lieu de %(expected)s."
        ),
        # Layout
        "layout_long": gettext_noop(
            "Une ligne par réponse : la colonne « %(question)s » nomme la question "
            "et la colonne « %(answer)s » donne la réponse."
        ),
        "layout_wide": gettext_noop(
            "Une ligne par personne et une colonne par question : %(count)s question(s) reconnues."
        ),
        "layout_nothing": gettext_noop(
            "Aucune colonne de réponses n’a été reconnue : indiquez vous-même les colonnes."
        ),
        "layout_no_college": gettext_noop(
            "Aucune colonne ne nomme le groupe : indiquez-la, ou donnez le nom du groupe de tout le fichier."
        ),
        "role_by_name": gettext_noop("Reconnue à son nom."),
        "role_by_levels": gettext_noop("Réponses de %(low)s à %(high)s."),
        "role_by_words": gettext_noop("Réponses en mots, de « %(first)s » à « %(last)s »."),
        "role_by_groups": gettext_noop("%(count)s valeurs qui reviennent souvent : peut-être le groupe."),
        "role_personal": gettext_noop("Donnée personnelle ou date, inutile à l’import."),
        "role_unknown": gettext_noop("Ni groupe, ni réponse sur une échelle."),
        "role_text": gettext_noop("Texte libre."),
        # Mapping
        "column_unknown": gettext_noop(
            "La colonne « %(column)s » n’existe pas. Colonnes du fichier : %(columns)s."
        ),
        "column_twice": gettext_noop("La colonne « %(column)s » est choisie deux fois."),
        "role_twice": gettext_noop(
            "Les colonnes « %(first)s » et « %(second)s » ont reçu le même rôle, qu’une seule peut tenir. "
            "Mettez l’une des deux à ignorer."
        ),
        "item_unknown": gettext_noop(
            "La question « %(item)s » n’existe pas dans le questionnaire. Corrigez le titre de la colonne "
            "ou indiquez la question qui lui correspond."
        ),
        "items_missing": gettext_noop("Indiquez au moins une colonne de réponses."),
        "items_list": gettext_noop(
            "La liste des questions « %(items)s » est mal écrite. Exemple : A,B,-C (le signe - devant C "
            "dit que son échelle est inversée)."
        ),
        "college_choice": gettext_noop(
            "Indiquez soit la colonne qui nomme le groupe, soit le nom d’un seul groupe, pas les deux."
        ),
        "college_missing": gettext_noop(
            "Indiquez la colonne qui nomme le groupe, ou le nom d’un seul groupe pour tout le fichier."
        ),
        "participant_missing": gettext_noop(
            "Avec une ligne par réponse, indiquez la colonne qui distingue les personnes."
        ),
        "question_missing": gettext_noop(
            "Avec une ligne par réponse, indiquez la colonne de la question et celle de la réponse."
        ),
        "scale_bounds": gettext_noop(
            "L’échelle de « %(item)s » va de %(low)s à %(high)s : "
            "il faut entre 2 et 11 niveaux, en nombres entiers."
        ),
        "scale_known": gettext_noop(
            "La question « %(item)s » a %(known)s niveaux dans le questionnaire "
            "et %(levels)s dans le fichier."
        ),
        "scale_guessed": gettext_noop(
            "L’échelle de %(low)s à %(high)s est déduite des réponses : vérifiez qu’elle est complète."
        ),
        "scale_families": gettext_noop(
            "Les colonnes « %(family)s » ne vont que de %(low)s à %(high)s : "
            "donnez-leur leur propre échelle si ce n’est pas celle des autres questions."
        ),
        "scale_split": gettext_noop(
            "Deux échelles ont été reconnues, de %(low)s à %(high)s pour « %(items)s » "
            "et de %(other_low)s à %(other_high)s pour les autres questions : vérifiez-les."
        ),
        "scale_rare_top": gettext_noop(
            "Le niveau %(high)s n’apparaît que %(count)s fois : "
            "vérifiez que ce n’est pas une faute de frappe."
        ),
        "code_twice": gettext_noop("Le code « %(value)s » a deux sens à la fois. Gardez-en un seul."),
        "level_word": gettext_noop(
            "Le mot « %(value)s » doit correspondre à un niveau entier, pas à %(level)s."
        ),
        "known_absent": gettext_noop(
            "%(count)s question(s) du questionnaire ne sont pas dans le fichier, dont « %(item)s »."
        ),
        # Rejected rows
        "reject_not_integer": gettext_noop("ce n’est pas un nombre entier"),
        "reject_not_level": gettext_noop(
            "ce n’est ni un niveau de l’échelle ni une réponse connue comme « ne sait pas »"
        ),
        "reject_outside": gettext_noop("en dehors de l’échelle de %(low)s à %(high)s"),
        "reject_too_many_levels": gettext_noop(
            "l’échelle aurait plus de 11 niveaux ; si c’est un code, dites ce qu’il signifie"
        ),
        "reject_error_cell": gettext_noop("erreur de calcul du tableur"),
        "reject_college_missing": gettext_noop("le groupe n’est pas indiqué"),
        "reject_participant_missing": gettext_noop("la personne n’est pas indiquée"),
        "reject_participant_twice": gettext_noop(
            "cette personne figure déjà à la ligne %(row)s dans le même groupe"
        ),
        "reject_answer_twice": gettext_noop(
            "cette personne a déjà répondu à cette question à la ligne %(row)s"
        ),
        "reject_question_missing": gettext_noop("la question n’est pas indiquée"),
        "reject_question_unknown": gettext_noop("cette question n’existe pas dans le questionnaire"),
        "reject_weight": gettext_noop("le poids doit être un nombre positif ou nul"),
        "reject_weight_differs": gettext_noop(
            "le poids de cette personne diffère de celui de la ligne %(row)s"
        ),
        # Warnings of an extraction
        "silent_rows": gettext_noop(
            "%(count)s personne(s) n’ont répondu à aucune question, la première à la ligne %(row)s."
        ),
        "colleges_alike": gettext_noop(
            "Les groupes « %(first)s » et « %(second)s » se ressemblent : est-ce le même ?"
        ),
    }
)


@dataclass(frozen=True)
class Message:
    """One sentence: its stable code and the parameters of its French template."""

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
    """Shorten a text taken from a file so that it stays readable, on one line, inside a sentence."""
    if not isinstance(value, str):
        return value
    flat = "".join(character if character.isprintable() else " " for character in value)
    return flat if len(flat) <= SHOWN_CHARACTERS else flat[: SHOWN_CHARACTERS - 1] + "…"


class TableError(Exception):
    """A file, a mapping or a table to write is refused as a whole.

    ``code`` and ``params`` identify the sentence, ``message.template`` is its French text to translate,
    ``str(error)`` the filled French sentence. ``row`` is the row's number as a spreadsheet shows it
    and ``column`` the column's letter or name, where they are known.
    """

    def __init__(
        self, code: str, *, row: int | None = None, column: str | None = None, **params: object
    ) -> None:
        known: dict[str, object] = dict(params)
        if row is not None:
            known.setdefault("row", row)
        if column is not None:
            known.setdefault("column", column)
        self.message = Message(code, known)
        self.row = row
        self.column = column
        super().__init__(str(self.message))

    @property
    def code(self) -> str:
        """Stable identifier of the sentence."""
        return self.message.code

    @property
    def params(self) -> Mapping[str, object]:
        """Parameters of the sentence, texts shortened."""
        return self.message.params
