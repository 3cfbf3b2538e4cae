"""What the report and the command say, in French and in English."""

from collections.abc import Mapping
from types import MappingProxyType

FRENCH = {
    "title": "Ce qui nous rassemble, ce qui nous partage",
    "counted": "{people} ont donné {votes} sur {statements}.",
    "one_person": "1 personne",
    "people": "{number} personnes",
    "one_vote": "1 vote",
    "votes": "{number} votes",
    "one_statement": "1 affirmation",
    "statements": "{number} affirmations",
    "nobody": "Personne n’a encore voté.",
    "together": "Ce qui nous rassemble",
    "divides": "Ce qui nous partage",
    "unknown": "Là où nous ne savons pas",
    "no_together": "Aucune affirmation ne rassemble encore nettement.",
    "no_divides": "Aucune affirmation ne partage nettement les personnes.",
    "no_unknown": "Chaque affirmation a reçu assez d’avis pour être lue.",
    "agreed": "{share} sont d’accord",
    "refused": "{share} ne sont pas d’accord",
    "out_of": "{number} sur {total}",
    "split": "{agree} d’accord, {disagree} pas d’accord",
    "passed": "{share} ont passé",
    "few_votes": "{votes} seulement",
    "interval": "Entre {low} % et {high} % si d’autres personnes comme celles-ci votaient.",
    "unplaced": "{people} : trop peu de votes pour une place sur la carte.",
    "groups": "Des groupes d’opinion",
    "groups_found": (
        "Les votes dessinent {number} groupes. Le hasard seul, ou des avis étalés sans coupure, n’en "
        "donneraient pas de si nets."
    ),
    "groups_given": "Les groupes ont été donnés avec les votes : ils n’ont pas été cherchés.",
    "too_small": (
        "Trop peu de personnes ou de votes pour parler de groupes. Lisez chaque affirmation : c’est déjà "
        "utile."
    ),
    "no-variation": "Personne ne s’est opposé à personne : il n’y a pas de quoi former des groupes.",
    "no-structure": (
        "Pas de camps. Les avis diffèrent, mais ils ne vont pas ensemble plus que ce que le hasard donnerait."
    ),
    "continuum": (
        "Pas de camps. Les avis s’étalent d’un bout à l’autre, sans coupure : beaucoup de personnes sont "
        "entre les deux."
    ),
    "two-continua": ("Pas de camps. Les avis s’étalent dans deux directions, sans coupure."),
    "few-people": "Il faut au moins vingt personnes qui se prononcent.",
    "few-statements": "Il faut au moins six affirmations.",
    "few-dividing-statements": "Moins de six affirmations partagent les personnes.",
    "few-sides": "La plupart des personnes se sont prononcées sur moins de cinq affirmations qui partagent.",
    "small-group": "Un groupe de moins de cinq personnes n’est ni décrit ni dessiné.",
    "bent-axis": (
        "Un seul dégradé, où chacun est d’accord avec ce qui est près de lui, expliquerait aussi ces votes : "
        "regardez sur la carte s’il y a du monde entre les groupes."
    ),
    "unknown-people": "Dans le fichier des groupes mais pas dans celui des votes : {unknown}.",
    "fewer-groups": "Vous avez demandé {asked} groupes : ces votes n’en permettent pas plus de {possible}.",
    "unstable-groups": "Avec d’autres personnes, les groupes seraient sans doute différents.",
    "sample-of-people": (
        "Pour chercher des groupes, on n’a comparé qu’une partie des personnes, parmi celles qui ont le plus "
        "voté."
    ),
    "sample-of-statements": "Pour chercher des groupes, une partie des affirmations a été retenue.",
    "directions-not-settled": "Deux directions de la carte se ressemblent trop pour être sûres.",
    "fewer_than_five": "moins de cinq",
    "numbered": "n° {number}",
    "pair": "{name} : {figure}",
    "group_name": "Groupe {name}",
    "group_size": "{people}. Ce qui le distingue des autres :",
    "stands_for": "d’accord avec",
    "stands_against": "pas d’accord avec",
    "in_group": "{number} sur {total} dans ce groupe, {other} sur {rest} ailleurs",
    "all_statements": "Toutes les affirmations",
    "statement": "Affirmation",
    "agree": "D’accord",
    "disagree": "Pas d’accord",
    "pass": "Passe",
    "voters": "Votes",
    "how": "Comment ces chiffres sont faits",
    "how_text": (
        "Chaque personne a répondu « d’accord », « pas d’accord » ou « passe ». Les parts sont des "
        "nombres de votes, sans correction. Une affirmation rassemble quand plus de la moitié des votes "
        "vont du même côté, assez nettement pour que ce ne soit pas le hasard. Elle partage quand il y a "
        "des deux côtés une part qui compte. L’intervalle est celui de Jeffreys, à 95 %."
    ),
    "limits": (
        "Qui vote se choisit : ces chiffres parlent des personnes qui ont voté, pas de toutes celles qui "
        "sont concernées. Un groupe d’opinion est une lecture des votes, pas une étiquette pour des "
        "personnes."
    ),
    "parameters": "Graine des tirages : {seed}. Il faut {minimum} votes pour être placé sur la carte.",
    "map": "La carte des opinions",
    "map_text": (
        "Chaque point est une personne. Deux points proches ont voté de la même façon. Les formes disent "
        "le groupe ; le tableau dessous en dit la taille."
    ),
    "group": "Groupe",
    "size": "Personnes",
    "skip": "Aller au contenu",
    "thousands": "\u202f",
}

ENGLISH = {
    "title": "What brings us together, what divides us",
    "counted": "{people} cast {votes} on {statements}.",
    "one_person": "1 person",
    "people": "{number} people",
    "one_vote": "1 vote",
    "votes": "{number} votes",
    "one_statement": "1 statement",
    "statements": "{number} statements",
    "nobody": "Nobody has voted yet.",
    "together": "What brings us together",
    "divides": "What divides us",
    "unknown": "Where we do not know",
    "no_together": "No statement clearly brings people together yet.",
    "no_divides": "No statement clearly divides people.",
    "no_unknown": "Every statement has enough votes to be read.",
    "agreed": "{share} agree",
    "refused": "{share} disagree",
    "out_of": "{number} out of {total}",
    "split": "{agree} agree, {disagree} disagree",
    "passed": "{share} passed",
    "few_votes": "only {votes}",
    "interval": "Between {low}% and {high}% if other people like these voted.",
    "unplaced": "{people}: too few votes for a place on the map.",
    "groups": "Opinion groups",
    "groups_found": (
        "The votes draw {number} groups. Chance alone, or opinions spread without a break, would not give"
        " such clear ones."
    ),
    "groups_given": "The groups were given with the votes: they were not sought.",
    "too_small": "Too few people or votes to speak of groups. Read each statement: that is useful already.",
    "no-variation": "Nobody opposed anybody: there is nothing to form groups with.",
    "no-structure": "No camps. Opinions differ, but they do not go together more than chance would give.",
    "continuum": (
        "No camps. Opinions shade from one end to the other without a break: many people are in between."
    ),
    "two-continua": "No camps. Opinions shade in two directions, without a break.",
    "few-people": "It takes at least twenty people who take sides.",
    "few-statements": "It takes at least six statements.",
    "few-dividing-statements": "Fewer than six statements divide people.",
    "few-sides": "Most people took sides on fewer than five of the statements that divide.",
    "small-group": "A group of fewer than five people is neither described nor drawn.",
    "bent-axis": (
        "A single shading, where each agrees with what is near, would explain these votes as well: look on "
        "the map whether people stand between the groups."
    ),
    "unknown-people": "In the file of groups but not in that of votes: {unknown}.",
    "fewer-groups": "You asked for {asked} groups: these votes allow no more than {possible}.",
    "unstable-groups": "With other people, the groups would probably be different.",
    "sample-of-people": (
        "To look for groups, only some of the people were compared, among those who voted most."
    ),
    "sample-of-statements": "To look for groups, some of the statements were kept.",
    "directions-not-settled": "Two directions of the map are too alike to be sure of.",
    "fewer_than_five": "fewer than five",
    "numbered": "no. {number}",
    "pair": "{name}: {figure}",
    "group_name": "Group {name}",
    "group_size": "{people}. What sets it apart from the others:",
    "stands_for": "agrees with",
    "stands_against": "disagrees with",
    "in_group": "{number} out of {total} in this group, {other} out of {rest} elsewhere",
    "all_statements": "Every statement",
    "statement": "Statement",
    "agree": "Agree",
    "disagree": "Disagree",
    "pass": "Pass",
    "voters": "Votes",
    "how": "How these figures are made",
    "how_text": (
        "Each person answered “agree”, “disagree” or “pass”. Shares are numbers of votes, without "
        "correction. A statement brings people together when more than half of the votes go to the same "
        "side, clearly enough not to be chance. It divides when a share that counts stands on each side. "
        "The interval is Jeffreys’, at 95%."
    ),
    "limits": (
        "People choose to vote: these figures speak of those who voted, not of everyone concerned. An "
        "opinion group is a reading of votes, not a label for people."
    ),
    "parameters": "Seed of the draws: {seed}. It takes {minimum} votes to be placed on the map.",
    "map": "The map of opinions",
    "map_text": (
        "Each point is a person. Two points close together voted alike. Shapes tell the group; the table "
        "below tells its size."
    ),
    "group": "Group",
    "size": "People",
    "skip": "Skip to content",
    "thousands": ",",
}

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"fr": MappingProxyType(FRENCH), "en": MappingProxyType(ENGLISH)}
)


def speak(language: str) -> Mapping[str, str]:
    """The words of a language (`fr`, `en-GB`…); French where the language has none of its own."""
    return _WORDS.get(language[:2].lower(), _WORDS["fr"])
