"""The sentences of what the engine `surveys` refuses."""

from collections.abc import Callable, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from marchepied.engines.surveys import Fault, Question

_SENTENCES: dict[str, Callable[[], str]] = {
    "no_question": lambda: _("Il n’y a pas encore de question."),
    "too_many_questions": lambda: _("Une enquête a %(most)s questions au plus."),
    "id_twice": lambda: _("Deux questions portent le même nom."),
    "page_order": lambda: _("Une page ne peut pas venir avant celles des questions qui précèdent."),
    "kind": lambda: _("Choisissez une sorte de question de la liste."),
    "no_wording": lambda: _("Écrivez la question."),
    "few_choices": lambda: _("Écrivez au moins %(fewest)s réponses possibles, une par ligne."),
    "many_choices": lambda: _("Proposez %(most)s réponses au plus : on s’y perdrait."),
    "empty_choice": lambda: _("Une réponse possible est vide en français."),
    "choice_twice": lambda: _("Deux réponses possibles sont les mêmes."),
    "no_row": lambda: _("Écrivez au moins une ligne du tableau."),
    "many_rows": lambda: _("Un tableau a %(most)s lignes au plus."),
    "empty_row": lambda: _("Une ligne du tableau est vide en français."),
    "condition": lambda: _(
        "Cette condition ne se comprend pas : « %(condition)s ». Elle ne parle que des questions des pages "
        "d’avant."
    ),
    "left_kind": lambda: _(
        "« %(name)s » n’est pas reprise : nous n’avons pas cette sorte de question (%(kind)s)."
    ),
    "left_choices": lambda: _(
        "« %(name)s » n’est pas reprise : elle a %(count)s réponses, il en faut de 2 à 11."
    ),
    "left_other": lambda: _("« %(name)s » perd sa réponse libre « autre »."),
    "left_many": lambda: _("« %(name)s » n’est pas reprise : l’enquête est trop longue."),
    "left_question": lambda: _("« %(wording)s » n’est pas reprise : elle ne se pose pas telle quelle ici."),
    "left_condition": lambda: _("Cette condition n’est pas reprise : « %(condition)s »."),
    "left_conditions": lambda: _("Les conditions entre questions ne sont pas reprises : remettez-les ici."),
    "not_survey": lambda: _("Nous n’avons trouvé aucune question à reprendre dans ce fichier."),
    "not_lss": lambda: _("Ce fichier n’est pas la structure d’une enquête LimeSurvey (.lss)."),
    "point_line": lambda: _("Ligne %(line)s : « %(text)s » ne se lit pas. Écrivez : 2019 ; 74 %%"),
    "no_point": lambda: _("Écrivez au moins une ligne : 2019 ; 74 %%"),
    "many_points": lambda: _("Gardez %(most)s lignes au plus."),
    "choice": lambda: _("cette réponse n’existe pas."),
    "rank_twice": lambda: _("deux réponses ont le rang %(rank)s : donnez un rang différent à chacune."),
    "number": lambda: _("écrivez un nombre, par exemple 12 ou 7,5."),
    "date": lambda: _("écrivez la date ainsi : 31/12/2027."),
    "long_text": lambda: _("votre texte a %(length)s caractères, raccourcissez-le à %(limit)s."),
}


def say_fault(fault: Fault) -> str:
    """One fault as a sentence."""
    return _SENTENCES[fault.code]() % dict(fault.params)


def say_faults(faults: Iterable[Fault], questions: Sequence[Question]) -> list[str]:
    """Each fault with the number of its question, as people see it."""
    numbers = {question.id: rank for rank, question in enumerate(questions, 1)}
    return [
        _("Question %(number)s : %(said)s") % {"number": numbers[fault.question], "said": say_fault(fault)}
        if fault.question in numbers
        else say_fault(fault)
        for fault in faults
    ]


def refuse_faults(faults: Sequence[Fault], questions: Sequence[Question]) -> None:
    """Raise ValidationError with every sentence, when there is a fault."""
    if faults:
        raise ValidationError(say_faults(faults, questions), code="invalid")
