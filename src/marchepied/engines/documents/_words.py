"""The documents' own words, in French and in English; typography is applied when they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_FRENCH = {
    "none": "–",
    "group": "Groupe",
    "answers": "Réponses",
    "middle": "Milieu des réponses",
    "unknown": "Ne savent pas",
    "fewer_than_five": "moins de cinq réponses",
    "not_shown": "non montré",
    "chart_hidden": "moins de cinq réponses : non montré",
    "chart_silent": "personne n’a choisi de niveau",
    "chart_apart": "à l’écart des autres groupes",
    "chart_nobody": "Aucun groupe n’a répondu.",
    "chart_ends": "L’échelle va de « {low} » à « {high} ».",
    "chart_middle": "{middle} sur {levels}",
    "chart_around": "autour de {middle} sur {levels}",
    "chart_between": "entre {low} et {high} sur {levels}",
    "chart_key": (
        "Chaque ligne est un groupe. Le rond marque le milieu de ses réponses, la bande la moitié "
        "d’entre elles. "
        "Un losange signale un groupe à l’écart ; un contour pointillé, un groupe de peu de réponses, "
        "dessiné à gros traits."
    ),
    "made_with": "Réalisé avec Marchepied",
    "page": "page {page} sur {pages}",
    "pack_title": "Où nous en sommes, ce que nous décidons",
    "pack_for": "Présenté à : {name}",
    "on": "le {date}",
    "date_open": "date non fixée",
    "issued": "Document établi le {date}",
    "overview": "L’essentiel en une page",
    "who_answered": "Qui a répondu",
    "no_respondents": (
        "Aucun groupe n’a été interrogé : ce document porte la seule parole {of_the_organisation}. "
        "Il ne dit rien de ce que pensent les personnes concernées."
    ),
    "what_it_covers": "Ce que couvre ce document",
    "no_perimeter": "Le périmètre n’a pas été précisé.",
    "no_assembly": "Aucune assemblée générale n’est encore prévue pour en parler.",
    "assembly_undated": "La date n’est pas encore fixée.",
    "rests_on": "Sur quoi il repose",
    "no_standing": "Aucune question n’a encore reçu de réponse {of_the_organisation}.",
    "declared": "affirmées sans pièce à l’appui",
    "evidenced": "appuyées par un document",
    "checked": "vérifiées par d’autres",
    "declared_one": "affirmée sans pièce à l’appui",
    "evidenced_one": "appuyée par un document",
    "checked_one": "vérifiée par d’autres",
    "checked_by": "Vérification : {name}.",
    "standing_of": "Sur {count} questions :",
    "standing_of_one": "Une question :",
    "results": "Ce que nous constatons",
    "no_results": "Aucun constat n’a encore été retenu.",
    "commitments": "Ce à quoi nous nous engageons",
    "no_commitments": "Aucun engagement n’a encore été pris.",
    "since_last": "Depuis la dernière fois",
    "themes": "Les thèmes, et pourquoi ceux-là",
    "no_themes": "Aucun thème n’a encore été choisi.",
    "no_why": "La raison de ce choix n’a pas été écrite.",
    "state": "Où nous en sommes",
    "no_state": "Aucune question n’a encore été traitée.",
    "no_questions": "Aucune question de ce thème n’a encore été traitée.",
    "no_statement": "Cette question n’a pas encore de réponse résumée.",
    "question_asked": "La question posée : {wording}",
    "no_college_question": "Aucun groupe n’a répondu à cette question : il n’y a pas de regards à comparer.",
    "figures_of": "Les chiffres de cette question",
    "the_organisation": "l’entreprise",
    "of_the_organisation": "de l’entreprise",
    "own_answer": "{the_organisation} dit",
    "voices": "Dit d’une seule voix, ou en son nom",
    "evidence": "Pièces à l’appui",
    "no_evidence": "Aucune pièce n’a été jointe : ceci est une affirmation {of_the_organisation}.",
    "settled": "Ce que la réunion a retenu",
    "settled_is": "La réunion a retenu : {text}",
    "differ": "Là où les regards diffèrent",
    "no_differ": "Les groupes interrogés ne voient pas de différence qui mérite un échange.",
    "no_differ_alone": "Sans réponse de plusieurs groupes, il n’y a pas de regards à comparer.",
    "see_question": "Voir le détail page {page}",
    "decisions": "Ce qu’on a décidé",
    "no_decisions": "Rien n’a encore été décidé ensemble.",
    "decided_on": "Décidé le {date}",
    "about": "À propos de : {question}",
    "disagreement": "Désaccord noté : {text}",
    "plan": "Ce que nous allons faire",
    "no_plan": "Aucun plan n’a encore été écrit.",
    "vision": "Le cap",
    "no_actions": "Aucune action n’est encore prévue pour cet objectif.",
    "action": "Action",
    "owner": "Qui",
    "means": "Avec quoi",
    "due": "Pour quand",
    "progress": "Où ça en est",
    "late": "en retard",
    "debates": "Questions à débattre",
    "debates_lead": "Ces questions sont posées à l’assemblée. Rien n’est décidé d’avance.",
    "no_debates": (
        "Aucune question n’a été préparée. L’assemblée peut commencer par celle-ci : "
        "par quoi voulons-nous commencer l’an prochain ?"
    ),
    "frame": "Le cadre, en une phrase",
    "legal": (
        "L’article 3 de la loi n° 2014-856 du 31 juillet 2014 demande aux entreprises de l’économie "
        "sociale et "
        "solidaire de présenter à leur assemblée générale annuelle comment elles appliquent le guide des "
        "bonnes pratiques et, s’il y a lieu, d’en débattre ; ce document y contribue, il n’est ni un label "
        "ni une certification."
    ),
    "method": "Comment lire les chiffres",
    "privacy": (
        "Les réponses sont anonymes. Celles d’un groupe de moins de cinq personnes ne sont pas montrées, et "
        "celles d’un groupe de cinq à neuf le sont à gros traits. Les groupes ne représentent que les "
        "personnes qui ont répondu."
    ),
    "contact": "Pour en parler : {contact}",
    "more": "À lire aussi : {address}",
    "replaced": (
        "Quelques signes que nos polices ne savent pas dessiner ont été remplacés par leur nom "
        "entre crochets "
        "ou par □."
    ),
    "staff_title": "Ce que vous avez dit, ce qui va suivre",
    "staff_thanks": "Merci. {thanks}",
    "staff_no_thanks": "Personne n’a encore répondu.",
    "staff_results": "Ce que nous avons entendu",
    "staff_no_results": "Il n’y a pas encore de résultat à partager.",
    "staff_differences": "Là où nous ne voyons pas la même chose",
    "staff_decisions": "Ce qu’on a décidé",
    "staff_no_decisions": "Rien n’est décidé pour l’instant.",
    "staff_next": "Et maintenant",
    "staff_no_next": "La suite n’est pas encore fixée.",
    "staff_meeting": "On en parle : {name}",
    "staff_more": "Tout lire et suivre : {address}",
    "staff_privacy": "Personne ne sait qui a répondu quoi.",
    "poster_ask": "Donnez votre avis",
    "poster_subject": "sur {subject}",
    "poster_college": "Pour vous : {college}",
    "poster_minutes": "{minutes} minutes",
    "poster_minutes_one": "1 minute",
    "poster_until": "jusqu’au {date}",
    "poster_anonymous": "Sans compte et sans nom. Sur un téléphone ou un ordinateur.",
    "poster_scan": "Visez ce carré avec l’appareil photo du téléphone",
    "poster_type": "ou tapez cette adresse",
    "poster_type_only": "Tapez cette adresse",
    "poster_readers": "Qui lit les réponses ?",
    "poster_no_readers": (
        "Les réponses sont lues ensemble. Un groupe de moins de cinq réponses n’est jamais montré."
    ),
    "poster_contact": "Pas de téléphone, ou besoin d’aide : {contact}",
    "qr_alt": "Code à viser avec un téléphone. Il ouvre l’adresse {address}",
    "slips_title": "Codes à découper",
    "slip_code": "Votre code",
    "slip_use": "Il sert une seule fois. Ne le donnez à personne.",
    "slips_none": "Aucun code n’a été préparé.",
    "paper_title": "Votre avis",
    "paper_how": (
        "N’écrivez pas votre nom. Pour chaque question, cochez une seule case. "
        "Vous pouvez laisser une question de côté."
    ),
    "paper_minutes": "environ {minutes} minutes",
    "paper_until": "à rendre avant le {date}",
    "paper_return": "Où la rendre : {place}",
    "paper_unknown": "Je ne sais pas",
    "paper_not_concerned": "Pas concerné",
    "paper_comment": "Un mot de plus, si vous voulez :",
    "paper_question": "Question {number} sur {count}",
    "paper_thanks": "Merci. Pliez la feuille et glissez-la à l’endroit prévu.",
    "paper_none": "Aucune question n’a été choisie.",
    "room_title": "Feuilles de réunion",
    "room_level": "Ce qui se passe ici",
    "room_hands": "Mains levées",
    "room_count": "Faites un trait par main levée, puis écrivez le total.",
    "room_settled": "Ce que nous retenons",
    "room_mode": "Nous le retenons :",
    "room_consensus": "tous d’accord",
    "room_consent": "personne ne s’y oppose",
    "room_disagree": "pas d’accord entre nous, noté ci-dessous",
    "room_on": "Réunion du {date}",
    "no_level": "Les niveaux de cette question n’ont pas été écrits.",
    "two_pages": (
        "La feuille fait {pages} pages au lieu d’une : raccourcissez les phrases ou gardez-en moins."
    ),
    "warn_replaced": "{count} signes sans dessin dans nos polices ont été remplacés.",
    "warn_replaced_one": "Un signe sans dessin dans nos polices a été remplacé.",
    "warn_overview": (
        "La première page déborde : gardez trois constats et trois engagements d’une phrase chacun."
    ),
}

_ENGLISH = {
    "none": "–",
    "group": "Group",
    "answers": "Answers",
    "middle": "Middle of the answers",
    "unknown": "Do not know",
    "fewer_than_five": "fewer than five answers",
    "not_shown": "not shown",
    "chart_hidden": "fewer than five answers: not shown",
    "chart_silent": "nobody chose a level",
    "chart_apart": "apart from the other groups",
    "chart_nobody": "No group answered.",
    "chart_ends": "The scale goes from “{low}” to “{high}”.",
    "chart_middle": "{middle} out of {levels}",
    "chart_around": "around {middle} out of {levels}",
    "chart_between": "between {low} and {high} out of {levels}",
    "chart_key": (
        "Each line is a group. The disc marks the middle of its answers, the band the middle half of them. "
        "A diamond is a group that stands apart; a dashed outline, a group with few answers, drawn coarsely."
    ),
    "made_with": "Made with Marchepied",
    "page": "page {page} of {pages}",
    "pack_title": "Where we stand, what we decide",
    "pack_for": "Presented to: {name}",
    "on": "on {date}",
    "date_open": "date not set",
    "issued": "Written on {date}",
    "overview": "The essentials on one page",
    "who_answered": "Who answered",
    "no_respondents": (
        "No group was asked: this document holds the word {of_the_organisation} alone. "
        "It says nothing of what the people concerned think."
    ),
    "what_it_covers": "What this document covers",
    "no_perimeter": "The perimeter was not stated.",
    "no_assembly": "No general assembly is planned yet to discuss it.",
    "assembly_undated": "The date is not set yet.",
    "rests_on": "What it rests on",
    "no_standing": "No question has been answered by {the_organisation} yet.",
    "declared": "stated without a document",
    "evidenced": "supported by a document",
    "checked": "checked by others",
    "declared_one": "stated without a document",
    "evidenced_one": "supported by a document",
    "checked_one": "checked by others",
    "checked_by": "Checked by: {name}.",
    "standing_of": "Out of {count} questions:",
    "standing_of_one": "One question:",
    "results": "What we see",
    "no_results": "No result has been chosen yet.",
    "commitments": "What we commit to",
    "no_commitments": "No commitment has been made yet.",
    "since_last": "Since last time",
    "themes": "The themes, and why these",
    "no_themes": "No theme has been chosen yet.",
    "no_why": "The reason for this choice was not written.",
    "state": "Where we stand",
    "no_state": "No question has been dealt with yet.",
    "no_questions": "No question of this theme has been dealt with yet.",
    "no_statement": "This question has no summary yet.",
    "question_asked": "The question asked: {wording}",
    "no_college_question": "No group answered this question: there are no views to compare.",
    "figures_of": "The figures of this question",
    "the_organisation": "the enterprise",
    "of_the_organisation": "of the enterprise",
    "own_answer": "{the_organisation} says",
    "voices": "Said with one voice, or in their own name",
    "evidence": "Supporting documents",
    "no_evidence": "No document was joined: this is a statement {of_the_organisation}.",
    "settled": "What the meeting settled",
    "settled_is": "The meeting settled on: {text}",
    "differ": "Where views differ",
    "no_differ": "The groups asked show no difference that deserves a discussion.",
    "no_differ_alone": "Without answers from several groups there are no views to compare.",
    "see_question": "See the details on page {page}",
    "decisions": "What was decided",
    "no_decisions": "Nothing has been decided together yet.",
    "decided_on": "Decided on {date}",
    "about": "About: {question}",
    "disagreement": "Disagreement noted: {text}",
    "plan": "What we are going to do",
    "no_plan": "No plan has been written yet.",
    "vision": "Where we are heading",
    "no_actions": "No action is planned for this objective yet.",
    "action": "Action",
    "owner": "Who",
    "means": "With what",
    "due": "By when",
    "progress": "Where it stands",
    "late": "late",
    "debates": "Questions for debate",
    "debates_lead": "These questions are put to the assembly. Nothing is decided beforehand.",
    "no_debates": (
        "No question was prepared. The assembly may begin with this one: what do we want to start "
        "with next year?"
    ),
    "frame": "The frame, in a sentence",
    "legal": (
        "Article 3 of French law 2014-856 of 31 July 2014 asks enterprises of the social and "
        "solidarity economy "
        "to tell their annual general assembly how they apply the guide of good practices and, "
        "where relevant, "
        "to debate it; this document contributes to that and is neither a label nor a certification."
    ),
    "method": "How to read the figures",
    "privacy": (
        "Answers are anonymous. Those of a group of fewer than five people are not shown; those of "
        "a group of "
        "five to nine are drawn coarsely. The groups stand only for the people who answered."
    ),
    "contact": "To talk about it: {contact}",
    "more": "Read also: {address}",
    "replaced": ("A few signs that our fonts cannot draw were replaced by their name in brackets or by □."),
    "staff_title": "What you said, what comes next",
    "staff_thanks": "Thank you. {thanks}",
    "staff_no_thanks": "Nobody has answered yet.",
    "staff_results": "What we heard",
    "staff_no_results": "There is no result to share yet.",
    "staff_differences": "Where we do not see the same thing",
    "staff_decisions": "What was decided",
    "staff_no_decisions": "Nothing is decided for now.",
    "staff_next": "And now",
    "staff_no_next": "What follows is not settled yet.",
    "staff_meeting": "We will talk about it: {name}",
    "staff_more": "Read everything and follow: {address}",
    "staff_privacy": "Nobody knows who answered what.",
    "poster_ask": "Have your say",
    "poster_subject": "on {subject}",
    "poster_college": "For you: {college}",
    "poster_minutes": "{minutes} minutes",
    "poster_minutes_one": "1 minute",
    "poster_until": "until {date}",
    "poster_anonymous": "No account and no name. On a phone or a computer.",
    "poster_scan": "Point the phone’s camera at this square",
    "poster_type": "or type this address",
    "poster_type_only": "Type this address",
    "poster_readers": "Who reads the answers?",
    "poster_no_readers": ("Answers are read together. A group of fewer than five answers is never shown."),
    "poster_contact": "No phone, or help needed: {contact}",
    "qr_alt": "Code to scan with a phone. It opens the address {address}",
    "slips_title": "Codes to cut out",
    "slip_code": "Your code",
    "slip_use": "It works once. Do not give it to anyone.",
    "slips_none": "No code was prepared.",
    "paper_title": "Your view",
    "paper_how": (
        "Do not write your name. For each question, tick one box only. You may leave a question out."
    ),
    "paper_minutes": "about {minutes} minutes",
    "paper_until": "to hand in before {date}",
    "paper_return": "Where to hand it in: {place}",
    "paper_unknown": "I do not know",
    "paper_not_concerned": "Not concerned",
    "paper_comment": "A word more, if you like:",
    "paper_question": "Question {number} of {count}",
    "paper_thanks": "Thank you. Fold the sheet and put it in the place provided.",
    "paper_none": "No question was chosen.",
    "room_title": "Meeting sheets",
    "room_level": "What happens here",
    "room_hands": "Raised hands",
    "room_count": "Draw a stroke for each raised hand, then write the total.",
    "room_settled": "What we settle on",
    "room_mode": "We settle on it:",
    "room_consensus": "everyone agrees",
    "room_consent": "nobody objects",
    "room_disagree": "we do not agree, noted below",
    "room_on": "Meeting of {date}",
    "no_level": "The levels of this question were not written.",
    "two_pages": "The sheet takes {pages} pages instead of one: shorten the sentences or keep fewer.",
    "warn_replaced": "{count} signs that our fonts cannot draw were replaced.",
    "warn_replaced_one": "One sign that our fonts cannot draw was replaced.",
    "warn_overview": "The first page overflows: keep three results and three commitments of a sentence each.",
}

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"fr": MappingProxyType(_FRENCH), "en": MappingProxyType(_ENGLISH)}
)


def speak(language: str) -> Mapping[str, str]:
    """The words of a language (``fr``, ``en-GB``…); French where the language has none of its own."""
    return _WORDS.get(language[:2].lower(), _WORDS["fr"])
