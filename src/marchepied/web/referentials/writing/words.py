"""The words of the editor: kinds of items, their texts, and short names for lists of what is missing."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KINDS: dict[str, Promise] = {
    "axis": gettext_lazy("Thème"),
    "domain": gettext_lazy("Domaine"),
    "question": gettext_lazy("Question"),
    "lever": gettext_lazy("Levier"),
    "indicator": gettext_lazy("Indicateur"),
}
ONE: dict[str, Promise] = {
    "axis": gettext_lazy("un thème"),
    "domain": gettext_lazy("un domaine"),
    "question": gettext_lazy("une question"),
    "lever": gettext_lazy("un levier"),
    "indicator": gettext_lazy("un indicateur"),
}
ADD: dict[str, Promise] = {
    "axis": gettext_lazy("Ajouter un thème"),
    "domain": gettext_lazy("Ajouter un domaine"),
    "question": gettext_lazy("Ajouter une question"),
    "lever": gettext_lazy("Ajouter un levier"),
    "indicator": gettext_lazy("Ajouter un indicateur"),
}
CHANGE: dict[str, Promise] = {
    "axis": gettext_lazy("Changer le thème"),
    "domain": gettext_lazy("Changer le domaine"),
    "question": gettext_lazy("Changer la question"),
    "lever": gettext_lazy("Changer le levier"),
    "indicator": gettext_lazy("Changer l’indicateur du guide"),
}
REMOVE: dict[str, Promise] = {
    "axis": gettext_lazy("Retirer ce thème ?"),
    "domain": gettext_lazy("Retirer ce domaine ?"),
    "question": gettext_lazy("Retirer cette question ?"),
    "lever": gettext_lazy("Retirer ce levier ?"),
    "indicator": gettext_lazy("Retirer cet indicateur ?"),
}
LABELS: dict[tuple[str, str], Promise] = {
    ("head", "title"): gettext_lazy("Le nom du guide"),
    ("head", "purpose"): gettext_lazy("À quoi il sert"),
    ("axis", "title"): gettext_lazy("Le thème, en entier"),
    ("axis", "short"): gettext_lazy("Son nom court"),
    ("axis", "purpose"): gettext_lazy("À quoi sert ce thème"),
    ("axis", "about"): gettext_lazy("De quoi l’on parle"),
    ("axis", "key_ideas"): gettext_lazy("Les idées à retenir"),
    ("axis", "stakes-enterprise"): gettext_lazy("Ce que cela change pour l’entreprise"),
    ("axis", "stakes-society"): gettext_lazy("Ce que cela change autour d’elle"),
    ("domain", "title"): gettext_lazy("Le nom du domaine"),
    ("domain", "purpose"): gettext_lazy("À quoi sert ce domaine"),
    ("question", "wording"): gettext_lazy("La question, pour les participants"),
    ("question", "statement"): gettext_lazy("La question, pour qui pilote"),
    ("question", "why"): gettext_lazy("Pourquoi on la pose"),
    ("question", "evidence"): gettext_lazy("Les documents qui le montrent"),
    ("question", "discussion"): gettext_lazy("Une question pour en parler ensemble"),
    ("question", "ends-low"): gettext_lazy("En bas de l’échelle"),
    ("question", "ends-high"): gettext_lazy("En haut de l’échelle"),
    ("lever", "title"): gettext_lazy("Ce que l’on peut faire"),
    ("lever", "summary"): gettext_lazy("En une ou deux phrases"),
    ("lever", "action-title"): gettext_lazy("L’action à mettre dans un plan"),
    ("lever", "action-first_step"): gettext_lazy("Le premier pas"),
    ("lever", "action-result"): gettext_lazy("Ce que l’on verra quand ce sera fait"),
    ("lever", "action-means"): gettext_lazy("Ce qu’il faut de temps, d’argent, de personnes"),
    ("indicator", "title"): gettext_lazy("Ce que l’on suit"),
    ("indicator", "definition"): gettext_lazy("Ce que l’on compte, exactement"),
    ("indicator", "unit"): gettext_lazy("L’unité"),
    ("indicator", "formula"): gettext_lazy("Comment on le calcule"),
    ("indicator", "period"): gettext_lazy("Tous les combien"),
    ("indicator", "source_document"): gettext_lazy("Où l’on trouve le chiffre"),
}
HELP: dict[tuple[str, str], Promise] = {
    ("head", "title"): gettext_lazy("Par exemple : Accueillir, le guide de notre fédération."),
    ("head", "purpose"): gettext_lazy("Une ou deux phrases."),
    ("axis", "title"): gettext_lazy("Par exemple : L’accueil des personnes qui arrivent."),
    ("axis", "purpose"): gettext_lazy("Une ou deux phrases."),
    ("axis", "short"): gettext_lazy("Deux ou trois mots."),
    ("axis", "key_ideas"): gettext_lazy("Une idée par ligne."),
    ("axis", "stakes-enterprise"): gettext_lazy("Une idée par ligne."),
    ("axis", "stakes-society"): gettext_lazy("Une idée par ligne."),
    ("domain", "title"): gettext_lazy("Par exemple : Les premiers jours."),
    ("domain", "purpose"): gettext_lazy("Une phrase."),
    ("question", "wording"): gettext_lazy(
        "Une seule phrase, quinze mots au plus, des mots de tous les jours."
    ),
    ("question", "statement"): gettext_lazy(
        "Plus précise : c’est celle que lit la personne qui mène la démarche."
    ),
    ("question", "why"): gettext_lazy("Ce que la réponse change pour les gens."),
    ("question", "evidence"): gettext_lazy("Un par ligne : un compte rendu, une charte, un tableau."),
    ("question", "discussion"): gettext_lazy("Elle sera lue à voix haute, en réunion."),
    ("question", "ends-low"): gettext_lazy("Deux ou trois mots, sous le dessin des réponses."),
    ("question", "ends-high"): gettext_lazy("Deux ou trois mots."),
    ("lever", "title"): gettext_lazy("Par exemple : Un parrain pour chaque personne qui arrive."),
    ("indicator", "unit"): gettext_lazy("Par exemple : des jours, des personnes, un pourcentage."),
    ("indicator", "period"): gettext_lazy("Par exemple : chaque année."),
}
LONG = frozenset({"about", "key_ideas", "stakes-enterprise", "stakes-society", "evidence"})
"""The texts that take several lines."""


def label_of(kind: str, name: str) -> str:
    """What a text of an item is called, above its field."""
    if name.startswith("levels-"):
        number = int(name.split("-")[1]) + 1
        if name.endswith("short"):
            return _("Réponse %(n)s, pour les participants") % {"n": number}
        return _("Réponse %(n)s : ce que l’on observe") % {"n": number}
    return str(LABELS[kind, name])


def translated(label: str, language: str) -> str:
    """The label of the same text in another language."""
    if language == "en":
        return _("%(label)s, en anglais") % {"label": label}
    return _("%(label)s, en français") % {"label": label}


def help_of(kind: str, name: str) -> str:
    """The sentence under the label of a text; empty where the label says enough."""
    return str(HELP.get((kind, name), ""))
