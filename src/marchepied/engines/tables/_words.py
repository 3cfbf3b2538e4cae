"""Words met in real files: names of columns, codes for « ne sait pas », levels said in words."""

import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"(?:[^\w']|_)+")


@lru_cache(maxsize=65_536)
def fold_text(text: str) -> str:
    """Return a text without case, accents nor typographic differences, words parted by one space."""
    plain = text.replace("’", "'").replace("œ", "oe").replace("Œ", "oe")
    letters = unicodedata.normalize("NFKD", plain.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", bare).strip()


_AS_IT_IS = re.compile(r"#.*|[+-]?[\d.,]+%?", re.DOTALL)


def fold_code(text: str) -> str:
    """Fold a code or a word of level.

    Numbers keep their sign and point (-1 is not 1), errors of a spreadsheet their mark, and a code made of
    signs only (« ? », « - ») stays whole.
    """
    bare = text.strip().replace("−", "-")
    if _AS_IT_IS.fullmatch(bare):
        return bare.casefold()
    return fold_text(bare) or bare.casefold()


def _list_names(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in text.split(","))


# Names of columns, already folded.
COLLEGE_NAMES = _list_names(
    """college, colleges, groupe, group, groups, grpid, grp, groupid, group id, collegeid, college id,
    nom du groupe, nom du college, categorie, category, profil, public, vous etes, je suis, equipe, team,
    service, unite, unit, etablissement, site, structure, departement, compid, organisation, organization,
    organisation code, organization code, code organisation, partie prenante, parties prenantes, stakeholder,
    stakeholder group, groupe de repondants"""
)
PARTICIPANT_NAMES = _list_names(
    """participant, participante, participants, participant id, id participant, code participant,
    n participant, repondant, repondante, repondants, id repondant, code repondant, n repondant,
    numero de repondant, respondent, respondents, respondent id, response id, id reponse, id, identifiant,
    person, personne, individu, individual, sujet, subject, sub, voter, voter id"""
)
QUESTION_NAMES = _list_names(
    """question, questions, question id, id question, code question, n question, numero de question, item,
    items, item id, indicateur, critere, enonce, measure, variable"""
)
ANSWER_NAMES = _list_names(
    """reponse, reponses, votre reponse, answer, answers, value, valeur, valeur de la reponse, niveau,
    niveau choisi, level, note, response, rating"""
)
WEIGHT_NAMES = _list_names(
    "poids, poids de sondage, weight, weights, survey weight, ponderation, coefficient, wt, pond"
)
COMMENT_NAMES = _list_names(
    """commentaire, commentaires, comment, comments, remarque, remarques, remark, remarks, verbatim,
    precision, precisions, observation, observations, explication, texte libre, free text, expression libre"""
)
PERSONAL_NAMES = _list_names(
    """nom, prenom, name, firstname, lastname, email, e mail, mail, courriel, adresse, adresse mail,
    adresse email, adresse e mail, address, telephone, phone, ip, adresse ip, ip address, age, sexe, genre,
    gender, sex, naissance, date de naissance, education, diplome, date, date de reponse, horodateur,
    horodatage, timestamp, heure, heure de debut, heure de fin, time, start time, completion time"""
)

DONT_KNOW = (
    "NSP",
    "Ne sait pas",
    "Je ne sais pas",
    "Ne sais pas",
    "Sans opinion",
    "Ne se prononce pas",
    "NSP ou NVPR",
    "NSPP",
    "?",
    "Don't know",
    "I don't know",
    "Dont know",
    "DK",
    "No opinion",
)
NOT_CONCERNED = (
    "NC",
    "Pas concerné",
    "Pas concernée",
    "Pas concerné(e)",
    "Non concerné",
    "Non concernée",
    "Non concerné(e)",
    "Je ne suis pas concerné",
    "Je ne suis pas concernée",
    "Sans objet",
    "Non applicable",
    "Not concerned",
    "Not applicable",
)
MISSING = ("", "NA", "N/A", "NaN", "null", "NULL", "None", ".", "-", "–", "—")

# Scales said in words, from the lowest level to the highest.
_SCALES = (
    ("non", "oui"),
    ("no", "yes"),
    ("faux", "vrai"),
    ("non", "plutôt non", "plutôt oui", "oui"),
    ("pas du tout", "un peu", "moyennement", "beaucoup"),
    ("pas du tout", "un peu", "moyennement", "beaucoup", "tout à fait"),
    ("jamais", "parfois", "souvent", "toujours"),
    ("jamais", "rarement", "parfois", "souvent", "toujours"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("pas du tout d'accord", "plutôt pas d'accord", "plutôt d'accord", "tout à fait d'accord"),
    (
        "pas du tout d'accord",
        "plutôt pas d'accord",
        "ni d'accord ni pas d'accord",
        "plutôt d'accord",
        "tout à fait d'accord",
    ),
    ("strongly disagree", "disagree", "agree", "strongly agree"),
    ("strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"),
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
    ("pas du tout satisfait", "plutôt pas satisfait", "plutôt satisfait", "tout à fait satisfait"),
    ("très insatisfait", "insatisfait", "satisfait", "très satisfait"),
    ("très insatisfait", "insatisfait", "neutre", "satisfait", "très satisfait"),
    ("très mauvais", "mauvais", "moyen", "bon", "très bon"),
)
WORD_SCALES: tuple[tuple[str, ...], ...] = tuple(
    tuple(fold_code(word) for word in scale) for scale in _SCALES
)


def find_word_scale(words: frozenset[str]) -> tuple[str, ...] | None:
    """Return the shortest known scale that holds all these folded words, when there is exactly one.

    Two words that belong to several scales of the same length say nothing certain: None.
    """
    if not words:
        return None
    fits = [scale for scale in WORD_SCALES if words <= set(scale)]
    if not fits:
        return None
    shortest = min(len(scale) for scale in fits)
    best = [scale for scale in fits if len(scale) == shortest]
    return best[0] if len(best) == 1 else None
