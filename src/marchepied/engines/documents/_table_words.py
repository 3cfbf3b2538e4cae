"""What the documents of a table say, in French and English: short, and for people who meet in a kitchen."""

from __future__ import annotations

FRENCH = {
    "sheet_title": "Où en sommes-nous ?",
    "sheet_how": "Lisez chaque question. Quelle description nous ressemble le plus ? On en parle, on coche "
    "ensemble. Si l’on n’est pas d’accord, on le note.",
    "actions_title": "Nos trois actions",
    "what": "Quoi",
    "who": "Qui",
    "when": "Quand",
    "no_questions": "Aucune question n’est encore choisie.",
    "pack_title": "Où nous en sommes, ce que nous allons faire",
    "who_spoke": "Qui a parlé",
    "standing": "Où nous en sommes, d’après nous tous",
    "no_standing": "La réunion n’a pas encore eu lieu.",
    "question": "La question",
    "answer": "Notre réponse",
    "all_agree": "Tout le monde était d’accord.",
    "since_last": "Depuis la dernière fois",
    "actions": "Ce que nous allons faire",
    "no_actions": "Aucune action n’est encore choisie.",
    "late": "en retard",
    "debates": "À débattre",
    "frame": "Ce que ce document est, et n’est pas",
    "plain": "Nous avons répondu nous-mêmes, en réunion. Personne d’extérieur n’a vérifié : ce n’est pas un "
    "label.",
    "too_long": "Le dossier prend {pages} pages : raccourcissez vos phrases pour qu’il tienne sur deux.",
    "sheet_long": "La feuille prend {pages} pages : retirez des questions pour qu’elle tienne sur une.",
}
ENGLISH = {
    "sheet_title": "Where are we?",
    "sheet_how": "Read each question. Which description is most like us? Talk about it, tick together. If "
    "you do not agree, write it down.",
    "actions_title": "Our three actions",
    "what": "What",
    "who": "Who",
    "when": "When",
    "no_questions": "No question has been chosen yet.",
    "pack_title": "Where we are, what we are going to do",
    "who_spoke": "Who spoke",
    "standing": "Where we are, in the view of us all",
    "no_standing": "The meeting has not been held yet.",
    "question": "The question",
    "answer": "Our answer",
    "all_agree": "Everybody agreed.",
    "since_last": "Since last time",
    "actions": "What we are going to do",
    "no_actions": "No action has been chosen yet.",
    "late": "late",
    "debates": "To be debated",
    "frame": "What this document is, and is not",
    "plain": "We answered by ourselves, in a meeting. Nobody from outside has checked: this is not a label.",
    "too_long": "The account takes {pages} pages: shorten your sentences so that it holds on two.",
    "sheet_long": "The sheet takes {pages} pages: take out questions so that it holds on one.",
}


def speak_plainly(language: str) -> dict[str, str]:
    """The words in a language; French unless English is asked for."""
    return ENGLISH if language[:2].lower() == "en" else FRENCH
