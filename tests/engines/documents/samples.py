# ruff: noqa: E501 (sentences of the sample enterprise are kept whole)
"""Believable and hostile documents, shared by the tests of the engine and of its PDFs."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from marchepied.engines.documents import (
    ActionItem,
    Assembly,
    CollegeView,
    DebateQuestion,
    DecisionItem,
    EvidenceItem,
    ObjectiveItem,
    Pack,
    PaperQuestion,
    PaperQuestionnaire,
    Poster,
    QuestionResult,
    Respondents,
    Result,
    Slip,
    SlipSheet,
    StaffSheet,
    Standing,
    ThemeSection,
    Visibility,
    Voice,
    WorkshopSheets,
)

SHARE_HEADS = ("Niveaux 1 et 2", "Niveau 3", "Niveaux 4 et 5")


def make_views(m: float, *, apart: bool = False) -> tuple[CollegeView, ...]:
    return (
        CollegeView(
            "Administrateurs",
            "5 à 9 réponses",
            Visibility.BANDED,
            m + 1.2,
            m + 0.7,
            m + 1.6,
            False,
            ("aucun", "quelques-uns", "la plupart"),
        ),
        CollegeView(
            "Salariés permanents",
            "14 sur 15",
            Visibility.SHOWN,
            m + 0.2,
            m - 0.3,
            m + 0.6,
            False,
            ("14 %", "50 %", "36 %"),
            "7 %",
        ),
        CollegeView(
            "Salariés en parcours",
            "31 sur 60",
            Visibility.SHOWN,
            max(1, m - 1.1),
            max(1, m - 1.5),
            m - 0.7,
            apart,
            ("71 %", "19 %", "10 %"),
            "16 %",
        ),
        CollegeView(
            "Clients",
            "11 sur 40",
            Visibility.SHOWN,
            m,
            m - 0.5,
            m + 0.5,
            False,
            ("27 %", "45 %", "27 %"),
            "9 %",
        ),
        CollegeView("Bénévoles", visibility=Visibility.HIDDEN),
    )


QUESTIONS = (
    QuestionResult(
        "Ici, demande-t-on leur avis aux clients ?",
        "Les salariés en parcours voient peu l'avis des clients ; les administrateurs le voient beaucoup.",
        "jamais",
        "ils décident avec nous",
        5,
        SHARE_HEADS,
        make_views(2.8, apart=True),
        "Oui, souvent, avec des questions ou en réunion",
        "Une enquête part chaque printemps à tous les clients. Les réponses sont lues en équipe, mais pas encore sur les chantiers.",
        (
            EvidenceItem("Enquête de satisfaction 2026", date(2026, 4, 12), "tous les clients"),
            EvidenceItem("Compte rendu du comité des usagers", date(2026, 6, 3)),
        ),
        "Parfois, quand il y a un problème",
        "Désaccord noté",
        "Les administrateurs gardent une autre lecture : ils voient les enquêtes, les équipes ne les voient pas.",
        "Ce que les administrateurs voient arriver au conseil n'arrive pas jusqu'aux chantiers.",
    ),
    QuestionResult(
        "Sait-on où déposer une réclamation ?",
        "La moitié des salariés ne savent pas où déposer une réclamation.",
        "personne ne sait",
        "tout le monde sait et y va",
        5,
        SHARE_HEADS,
        make_views(2.2),
        "Il existe un cahier à l'accueil",
        "",
        (),
        "Il existe un cahier, peu connu",
        "Consensus",
    ),
    QuestionResult(
        "Les idées reçoivent-elles une réponse ?",
        "Tous les groupes disent que les idées restent sans réponse.",
        "jamais",
        "toujours, et vite",
        5,
        SHARE_HEADS,
        make_views(1.9),
    ),
    QuestionResult(
        "Connaît-on les besoins du territoire ?",
        "L'entreprise connaît bien les besoins de mobilité, mal ceux de garde d'enfants.",
        "pas du tout",
        "très bien, avec d'autres",
        5,
        SHARE_HEADS,
        make_views(3.4),
        "Un diagnostic a été fait avec la communauté de communes",
        "",
        (EvidenceItem("Diagnostic mobilité", date(2025, 11, 2), "Bocage bressuirais"),),
    ),
    QuestionResult(
        "Le travail rendu est-il contrôlé ?",
        "Le contrôle des chantiers est fait et connu de tous.",
        "jamais",
        "à chaque fois",
        5,
        SHARE_HEADS,
        make_views(3.7),
        voices=(
            Voice("Bureau, d'une seule voix", "à chaque fois"),
            Voice("Le Relais du Bocage", "ne sait pas"),
        ),
    ),
)
FULL = Pack(
    "L'Atelier du Pont",
    date(2027, 1, 18),
    "Notre lien avec les clients et les habitants : où nous en sommes, ce que nous décidons",
    "Association d'insertion, Bressuire, 75 salariés dont 60 en parcours",
    "Démarche 2026-2027",
    "Les deux sites de Bressuire et Cerizay, toutes les activités sauf la crèche.",
    Assembly("Assemblée générale", date(2027, 2, 6), "salle des fêtes de Bressuire"),
    (
        Respondents("Administrateurs", "5 à 9 réponses"),
        Respondents("Salariés permanents", "14 sur 15"),
        Respondents("Salariés en parcours", "31 sur 60"),
        Respondents("Clients", "11 sur 40"),
        Respondents("Bénévoles", "moins de 5"),
    ),
    Standing(13, 7, 5, 1, "revue croisée avec l'association Le Relais du Bocage"),
    (
        Result(
            "Les salariés en parcours voient peu l'avis des clients ; les administrateurs le voient beaucoup.",
            "Ici, demande-t-on leur avis aux clients ?",
        ),
        Result("La moitié des salariés ne savent pas où déposer une réclamation."),
        Result(
            "Tous les groupes disent que les idées restent sans réponse.",
            "Les idées reçoivent-elles une réponse ?",
        ),
    ),
    (
        "Répondre à chaque idée sous trente jours, dès mars 2027.",
        "Lire l'enquête clients avec les équipes, sur les chantiers, chaque printemps.",
        "Ouvrir un comité de clients et d'habitants avant l'automne.",
    ),
    (
        "Le cahier d'accueil a été refait, comme promis en 2026.",
        "La formation à l'écoute n'a pas eu lieu : le financement a été refusé.",
    ),
    (
        ThemeSection(
            "Lien avec les usagers et réponse aux besoins non couverts",
            "Parce que deux gros clients sont partis en 2026 et que personne, dans l'entreprise, ne savait vraiment pourquoi. Le conseil a voulu commencer par écouter.",
            QUESTIONS,
        ),
    ),
    (
        DecisionItem(
            "Chaque idée reçoit une réponse écrite sous trente jours, affichée à l'atelier.",
            "Les idées reçoivent-elles une réponse ?",
            "Consensus",
            date(2027, 1, 12),
        ),
        DecisionItem(
            "L'enquête clients est lue sur les chantiers.",
            "Ici, demande-t-on leur avis aux clients ?",
            "Consentement",
            date(2027, 1, 12),
            "Deux encadrants craignent de perdre du temps de production.",
        ),
    ),
    "Dans trois ans, un client de l'Atelier sait que son avis change quelque chose, et chaque salarié peut dire quoi.",
    (
        ObjectiveItem(
            "Toutes les voix reçoivent une réponse",
            "à 1 an",
            (
                ActionItem(
                    "Afficher les idées et leur réponse à l'atelier",
                    "Nadia, accueil",
                    "un tableau, une heure par semaine",
                    date(2027, 3, 1),
                    "commencé",
                ),
                ActionItem(
                    "Former six encadrants à l'écoute",
                    "Direction",
                    "2 400 € (OPCO)",
                    date(2026, 12, 1),
                    "à faire",
                    late=True,
                ),
            ),
        ),
        ObjectiveItem(
            "Les clients décident avec nous",
            "à 3 ans",
            (
                ActionItem(
                    "Ouvrir un comité de clients et d'habitants",
                    "Le conseil",
                    "quatre réunions par an",
                    date(2027, 10, 1),
                    "à faire",
                ),
            ),
        ),
        ObjectiveItem("Garde d'enfants : chercher une solution avec d'autres", "à 3 ans"),
    ),
    (
        DebateQuestion(
            "Que faut-il pour que l'avis des clients arrive jusqu'aux chantiers ?",
            "Les regards sont les plus éloignés sur ce point.",
        ),
        DebateQuestion(
            "Sommes-nous prêts à laisser les clients décider de certaines choses ?",
            "C'est l'objectif à trois ans.",
        ),
    ),
    contact="Nadia Berthelot, 05 49 65 00 00, accueil@atelierdupont.example",
    address="https://atelierdupont.example/demarche",
)
EMPTY = Pack("Les Jardins de Clessé", date(2027, 1, 18))
LEVELS = (
    "Non, jamais.",
    "Parfois, quand il y a un problème.",
    "Oui, souvent, avec des questions ou en réunion.",
    "Oui, et on leur dit ce qui a changé grâce à eux.",
    "Oui, et ils décident avec nous de certaines choses.",
)
PAPER_QUESTIONS = (
    PaperQuestion("Ici, demande-t-on leur avis aux clients ?", LEVELS, "Lien avec les usagers"),
    PaperQuestion(
        "Sait-on où déposer une réclamation ?",
        (
            "Non.",
            "Quelques personnes le savent.",
            "La plupart le savent.",
            "Tout le monde le sait.",
            "Tout le monde le sait, et une réponse vient.",
        ),
        "Lien avec les usagers",
    ),
    PaperQuestion("Les idées reçoivent-elles une réponse ?", LEVELS),
)
STAFF = StaffSheet(
    "L'Atelier du Pont",
    date(2027, 1, 18),
    "Assemblée générale",
    date(2027, 2, 6),
    "71 personnes sur 130 ont répondu.",
    (
        Result(
            "Les salariés en parcours voient peu l'avis des clients ; les administrateurs le voient beaucoup.",
            "Ici, demande-t-on leur avis aux clients ?",
        ),
        Result("La moitié des salariés ne savent pas où déposer une réclamation."),
        Result(
            "Tous les groupes disent que les idées restent sans réponse.",
            "Les idées reçoivent-elles une réponse ?",
        ),
    ),
    (Result("L'avis des clients arrive au conseil, pas sur les chantiers.", "Qui lit l'avis des clients ?"),),
    (
        "Chaque idée reçoit une réponse écrite sous trente jours.",
        "L'enquête clients est lue sur les chantiers.",
    ),
    ("Janvier : une réunion par équipe.", "6 février : on en débat à l'assemblée."),
    "Nadia Berthelot, accueil",
    "atelierdupont.example/avis",
)
POSTER = Poster(
    "L'Atelier du Pont",
    "Salariés en parcours",
    "notre lien avec les clients",
    "atelierdupont.example/r/7KD2",
    "https://atelierdupont.example/r/7KD2Q9",
    6,
    date(2026, 12, 12),
    "Nadia Berthelot et le comité de pilotage lisent les réponses ensemble. Personne ne sait qui a répondu quoi.",
    "demandez une feuille à l'accueil, ou appelez le 05 49 65 00 00",
)
SLIPS = SlipSheet(
    "L'Atelier du Pont",
    "Salariés en parcours",
    "atelierdupont.example/r",
    tuple(
        Slip(f"K7{i:02d}-QX{i % 7}M", f"https://atelierdupont.example/r/K7{i:02d}QX{i % 7}M")
        for i in range(13)
    ),
    "notre lien avec les clients",
    6,
    date(2026, 12, 12),
)
PAPER = PaperQuestionnaire(
    "L'Atelier du Pont",
    "Salariés en parcours",
    PAPER_QUESTIONS,
    "notre lien avec les clients",
    6,
    date(2026, 12, 12),
    POSTER.readers,
    "la boîte bleue de l'accueil",
    "Nadia Berthelot, accueil",
)
ROOM = WorkshopSheets(
    "L'Atelier du Pont",
    PAPER_QUESTIONS,
    ("Administrateurs", "Salariés permanents", "Salariés en parcours"),
    date(2027, 1, 12),
)


def poison(value: Any, text: str) -> Any:
    """The same document with every text replaced, its figures and its shape kept."""
    if isinstance(value, Visibility):
        return value
    if isinstance(value, str):
        return text
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: poison(getattr(value, field.name), text) for field in fields(value)}
        )
    if isinstance(value, tuple):
        return tuple(poison(item, text) for item in value)
    return value


HOSTILE_TEXTS = {
    "typst": '#let x = 1 *gras* _i_ $x^2$ @ref <label> \\ #image("x") [a] {b} // c /* d */ = T - e + f',
    "html": "<script>alert(1)</script> &amp; <b>gras</b>",
    "signs": "Bravo 👍🏽 🎉 👨‍👩‍👧 漢字 عربي עברית",
    "controls": "a\x00b\x07c\u202ed\u2066e\x1b[31m\x85f",
    "blank": "   \n\n ",
    "unseen": "\u200b" * 50,
    "combining": "a" + "\u0301" * 60,
    "broken": "\ud800x\ue000\ufffe",
    "templates": "{date}{college}{0}%s{{ x }}",
    "right_to_left": "عربي " * 20,
}
