"""Changes and upgrades told in sentences, in French and in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .conditions import find_problems, read_condition, say_condition
from .diffing import ADDED, CHANGED, HEAD, MOVED, REMOVED, Change, Changes, FieldChange
from .upgrading import UpgradePlan

SHOWN = 120
_NOTHING = {"fr": "rien", "en": "nothing"}
_QUOTES = {"fr": ("« ", " »"), "en": ("“", "”")}
_LANGUAGE_NAMES = {
    "fr": {"fr": "en français", "en": "en anglais"},
    "en": {"fr": "in French", "en": "in English"},
}


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of item is called: its noun with its article, and whether the noun is feminine."""

    french: str
    feminine: bool
    english: str


_KINDS = MappingProxyType(
    {
        "axis": _Kind("Le thème", False, "The theme"),
        "domain": _Kind("Le domaine", False, "The domain"),
        "question": _Kind("La question", True, "The question"),
        "lever": _Kind("Le levier", False, "The lever"),
        "indicator": _Kind("L’indicateur", False, "The indicator"),
        "example_kind": _Kind("La sorte d’exemples", True, "The kind of examples"),
        "example": _Kind("L’exemple", False, "The example"),
        "resource": _Kind("La ressource", True, "The resource"),
        "legal_reference": _Kind("Le texte de loi", False, "The text of law"),
        "further_question": _Kind("La question pour aller plus loin", True, "The further question"),
        "duty": _Kind("L’obligation", True, "The duty"),
        "source": _Kind("La source", True, "The source"),
        HEAD: _Kind("La présentation", True, "The cover"),
    }
)
_FIELDS = MappingProxyType(
    {
        "title": ("titre", "title"),
        "short": ("nom court", "short name"),
        "purpose": ("but", "purpose"),
        "about": ("de quoi on parle", "what it is about"),
        "key_ideas": ("idée", "key idea"),
        "stakes": ("enjeu", "stake"),
        "statement": ("énoncé", "statement"),
        "wording": ("question posée", "question asked"),
        "why": ("pourquoi", "why"),
        "evidence": ("preuve", "evidence"),
        "levels": ("niveau", "level"),
        "description": ("ce que l’on observe", "what is observed"),
        "ends": ("bout de l’échelle", "end of the scale"),
        "levers": ("leviers", "levers"),
        "discussion": ("à débattre", "to discuss"),
        "colleges": ("groupes interrogés", "groups asked"),
        "depth": ("profondeur", "depth"),
        "applicability": ("pour qui", "for whom"),
        "when": ("condition écrite", "written condition"),
        "legal_forms": ("formes", "legal forms"),
        "min_employees": ("salariés au moins", "employees at least"),
        "has_employees": ("des salariés", "employees"),
        "has_members": ("des membres", "members"),
        "has_volunteers": ("des bénévoles", "volunteers"),
        "has_ag": ("une assemblée générale", "a general assembly"),
        "has_pathway_employees": ("des personnes en parcours", "people on a pathway"),
        "has_colleges": ("des votes par collèges", "votes by colleges"),
        "has_delegates": ("des délégués", "delegates"),
        "is_esus": ("l’agrément ESUS", "the ESUS approval"),
        "answered_by": ("déjà répondu", "already answered"),
        "reversed": ("sens de l’échelle", "direction of the scale"),
        "number": ("numéro", "number"),
        "announced": ("seulement annoncé", "only announced"),
        "near": ("thèmes voisins", "near themes"),
        "provenance": ("origine", "origin"),
        "levels_provenance": ("origine des niveaux", "origin of the levels"),
        "summary": ("résumé", "summary"),
        "action": ("action", "action"),
        "first_step": ("premier pas", "first step"),
        "result": ("résultat", "result"),
        "means": ("moyens", "means"),
        "kind": ("sorte", "kind"),
        "stage": ("étape", "stage"),
        "definition": ("définition", "definition"),
        "unit": ("unité", "unit"),
        "formula": ("calcul", "formula"),
        "period": ("période", "period"),
        "source_document": ("document", "document"),
        "who": ("qui", "who"),
        "story": ("histoire", "story"),
        "effect": ("effet", "effect"),
        "need": ("ce qui manquait", "need"),
        "families": ("vu dans", "seen in"),
        "sectors": ("secteurs", "sectors"),
        "effects": ("effets", "effects"),
        "adapt": ("action à adapter", "action to adapt"),
        "domain": ("domaine", "domain"),
        "use": ("pour quoi faire", "use"),
        "publisher": ("éditeur", "publisher"),
        "year": ("année", "year"),
        "url": ("adresse", "address"),
        "date": ("date", "date"),
        "citation": ("référence", "citation"),
        "says": ("ce qu’il dit", "what it says"),
        "text": ("texte", "text"),
        "document": ("document", "document"),
        "licence": ("licence", "licence"),
        "languages": ("langues", "languages"),
        "neighbour": ("guide voisin", "neighbour"),
        "rescales": ("conversion", "conversion"),
        "enterprise": ("pour nous", "for us"),
        "society": ("pour la société", "for society"),
        "low": ("faible", "low"),
        "high": ("fort", "high"),
    }
)
_LEVEL_SHORT = ("réponse courte", "short answer")


def say_changes(changes: Changes, language: str = "fr") -> tuple[str, ...]:
    """One sentence a change, in order, in French or in English; texts are shortened to 120 characters.

    A changed field is told with what it said and what it says now. One sentence says that nothing changed.
    """
    if not changes:
        return ("Rien ne change." if language == "fr" else "Nothing changes.",)
    told: list[str] = []
    for change in changes.changes:
        if change.verb == CHANGED:
            told += [_say_field(change, field, language) for field in change.fields]
        else:
            told.append(_say_item(change, language))
    return tuple(told)


def say_change(change: Change, language: str = "fr") -> tuple[str, ...]:
    """The sentences of one change."""
    return say_changes(Changes((change,)), language)


def count_changes(changes: Changes, language: str = "fr") -> str:
    """How many items are added, changed, moved and removed, in one sentence."""
    words = {
        "fr": {ADDED: "ajouté", CHANGED: "changé", MOVED: "déplacé", REMOVED: "retiré"},
        "en": {ADDED: "added", CHANGED: "changed", MOVED: "moved", REMOVED: "removed"},
    }[language]
    parts: list[str] = []
    for verb, word in words.items():
        count = len(changes.of(verb))
        if count:
            plural = "s" if count > 1 else ""
            noun = "" if parts else f" {'élément' if language == 'fr' else 'item'}{plural}"
            parts.append(f"{count}{noun} {word}{plural if language == 'fr' else ''}")
    none = "Rien ne change." if language == "fr" else "Nothing changes."
    return f"{', '.join(parts)}." if parts else none


def _quote(text: object, language: str) -> str:
    flat = " ".join(str(text).split())
    opening, closing = _QUOTES[language]
    short = flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"
    return f"{opening}{short}{closing}"


def _call(name: Mapping[str, str], language: str) -> str:
    return _quote(name.get(language) or next(iter(name.values()), "…"), language)


def _noun(change: Change, language: str) -> str:
    kind = _KINDS[change.kind]
    noun = kind.french if language == "fr" else kind.english
    return noun if change.kind == HEAD else f"{noun} {_call(change.name, language)}"


def _say_item(change: Change, language: str) -> str:
    noun, before, after = _noun(change, language), *change.parents
    if language == "en":
        match change.verb:
            case "added":
                return f"{noun} is added{_inside(after, language)}."
            case "removed":
                return f"{noun} is removed{_inside(before, language)}."
        if before == after:
            return f"{noun} changes place{_inside(after, language)}."
        return f"{noun} moves from {_call(before, language)} to {_call(after, language)}."
    e = "e" if _KINDS[change.kind].feminine else ""
    match change.verb:
        case "added":
            return f"{noun} est ajouté{e}{_inside(after, language)}."
        case "removed":
            return f"{noun} est retiré{e}{_inside(before, language)}."
    if before == after:
        return f"{noun} change de place{_inside(after, language)}."
    return f"{noun} passe de {_call(before, language)} à {_call(after, language)}."


def _inside(name: Mapping[str, str], language: str) -> str:
    if not name:
        return ""
    return f" {'dans' if language == 'fr' else 'in'} {_call(name, language)}"


def _say_field(change: Change, field: FieldChange, language: str) -> str:
    noun, path = _noun(change, language), _say_path(change.kind, field.path, language)
    was, now = (
        _say_value(_read_back(field, value, language), language) for value in (field.before, field.after)
    )
    colon = " :" if language == "fr" else ":"
    if field.before is None:
        added = "ajout de" if language == "fr" else "adds"
        return f"{noun}, {path}{colon} {added} {now}."
    if field.after is None:
        taken = "retrait de" if language == "fr" else "takes out"
        return f"{noun}, {path}{colon} {taken} {was}."
    becomes = "devient" if language == "fr" else "becomes"
    return f"{noun}, {path}{colon} {was} {becomes} {now}."


def _read_back(field: FieldChange, value: Any, language: str) -> Any:
    """A written condition in plain words, where it can be read."""
    if field.path != ("when",) or not isinstance(value, str) or find_problems(value):
        return value
    return say_condition(read_condition(value), language).rstrip(".")


def _say_value(value: Any, language: str) -> str:
    if value is None or value == []:
        return _NOTHING[language]
    if isinstance(value, bool):
        return {"fr": ("non", "oui"), "en": ("no", "yes")}[language][value]
    if isinstance(value, list):
        return _quote(", ".join(str(item) for item in value), language)
    return _quote(value, language)


def _say_path(kind: str, path: Sequence[str], language: str) -> str:
    """« niveau 3, réponse courte, en français » for (levels, 3, short, fr)."""
    place = 0 if language == "fr" else 1
    parts: list[str] = []
    for step in path:
        if step in _LANGUAGE_NAMES[language] and parts:
            parts.append(_LANGUAGE_NAMES[language][step])
        elif step.isdigit() and parts:
            parts[-1] = f"{parts[-1]} {step}"
        elif step == "short" and kind == "question":
            parts.append(_LEVEL_SHORT[place])
        else:
            parts.append(_FIELDS[step][place] if step in _FIELDS else step)
    return ", ".join(parts)


def say_upgrade(plan: UpgradePlan, language: str = "fr") -> tuple[str, ...]:
    """What becomes of the answers, one sentence a case; nothing where there is no answer."""
    total = len(plan.kept) + len(plan.set_aside)
    if not total:
        return ()
    rescaled = sum(kept.rescaled for kept in plan.kept)
    reread = sum(kept.reread and not kept.rescaled for kept in plan.kept)
    lines = (
        (
            len(plan.kept),
            ("réponse est gardée", "réponses sont gardées"),
            ("answer is kept", "answers are kept"),
        ),
        (
            rescaled,
            ("d’entre elles passe à la nouvelle échelle", "d’entre elles passent à la nouvelle échelle"),
            ("of them is read on the new scale", "of them are read on the new scale"),
        ),
        (
            reread,
            (
                "réponse est à relire : les mots de sa question changent",
                "réponses sont à relire : les mots de leur question changent",
            ),
            (
                "answer is to be read again: the words of its question change",
                "answers are to be read again: the words of their question change",
            ),
        ),
        (
            len(plan.set_aside),
            ("réponse est mise de côté, rien n’est perdu", "réponses sont mises de côté, rien n’est perdu"),
            ("answer is set aside, nothing is lost", "answers are set aside, nothing is lost"),
        ),
    )
    told = []
    for count, french, english in lines:
        if count:
            words = french if language == "fr" else english
            told.append(f"{count} {words[count > 1]}.")
    return tuple(told)
