"""Closed lists of the registers, with the words shown for them."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class RegisterKind(TextChoices):
    """What an organisation may open, all year round."""

    COMPLAINTS = "complaints", _("Les difficultés et réclamations")
    IDEAS = "ideas", _("La boîte à idées")


class Channel(TextChoices):
    """How a complaint reached the organisation."""

    ONLINE = "online", _("par la page en ligne")
    PHONE = "phone", _("au téléphone")
    PAPER = "paper", _("sur papier")
    MAIL = "mail", _("par courriel")
    SPOKEN = "spoken", _("de vive voix")


class ComplaintState(TextChoices):
    RECEIVED = "received", _("reçue")
    ACKNOWLEDGED = "acknowledged", _("lue, réponse à venir")
    HANDLED = "handled", _("en cours")
    ANSWERED = "answered", _("répondue")
    CLOSED = "closed", _("close")


# What still waits for something from the organisation.
WAITING = frozenset({ComplaintState.RECEIVED, ComplaintState.ACKNOWLEDGED, ComplaintState.HANDLED})


class Seriousness(IntegerChoices):
    LOW = 1, _("une gêne")
    MEDIUM = 2, _("un vrai problème")
    HIGH = 3, _("grave : une personne peut en souffrir")


class Cause(TextChoices):
    """Why it happened, as far as is known."""

    INFORMATION = "information", _("une information manquante ou fausse")
    DELAY = "delay", _("un délai, une attente")
    WELCOME = "welcome", _("un accueil, une façon de parler")
    QUALITY = "quality", _("le produit ou le service lui-même")
    ORGANISATION = "organisation", _("notre organisation")
    RULE = "rule", _("une règle mal comprise ou mal faite")
    PLACE = "place", _("le lieu, le matériel, l’accès")
    OUTSIDE = "outside", _("quelque chose hors de nous")
    NONE = "none", _("rien de notre fait")


class Outcome(TextChoices):
    SETTLED = "settled", _("réglée")
    PARTLY = "partly", _("réglée en partie")
    NOT_SETTLED = "not_settled", _("pas réglée, et nous avons dit pourquoi")
    ELSEWHERE = "elsewhere", _("remise à qui peut agir")
    WITHDRAWN = "withdrawn", _("retirée par la personne")
    # Spam, a wrong address, a test: closed without an answer, and counted nowhere.
    NOT_ONE = "not_one", _("ce n’en était pas une : publicité, erreur d’adresse, essai")


class MessageKind(TextChoices):
    """A word on a complaint: kept inside, or read by its author too."""

    NOTE = "note", _("note interne")
    ACKNOWLEDGEMENT = "acknowledgement", _("accusé de réception")
    WORD = "word", _("message")
    ANSWER = "answer", _("réponse")
    DELAY = "delay", _("nouveau délai")
    AUTHOR = "author", _("message de la personne")


class Openness(TextChoices):
    """Who may propose an idea."""

    INSIDE = "inside", _("Nos groupes, chacun par son lien")
    ANYONE = "anyone", _("Tout le monde, par un lien ou une affiche")


class Moderation(TextChoices):
    BEFORE = "before", _("Vous les lisez avant qu’elles paraissent")
    AFTER = "after", _("Elles paraissent tout de suite ; vous retirez ce qui ne va pas")


class Reach(TextChoices):
    """How wide the territory of an idea is, around its commune."""

    NOWHERE = "", _("partout")
    COMMUNE = "commune", _("cette commune")
    EPCI = "epci", _("son intercommunalité")
    DEPARTMENT = "department", _("son département")


class Visibility(TextChoices):
    WAITING = "waiting", _("à lire avant de paraître")
    SHOWN = "shown", _("visible de tous")
    REFUSED = "refused", _("pas publiée")


class IdeaState(TextChoices):
    RECEIVED = "received", _("reçue")
    DISCUSSED = "discussed", _("en discussion")
    ACCEPTED = "accepted", _("retenue")
    DECLINED = "declined", _("pas retenue")
    DOING = "doing", _("en train de se faire")
    DONE = "done", _("faite")


DECIDED = frozenset({IdeaState.ACCEPTED, IdeaState.DECLINED, IdeaState.DOING, IdeaState.DONE})


class WordKind(TextChoices):
    """A word on an idea: read by all, by its author and us, or kept inside."""

    SAID = "said", _("ce que nous en disons")
    AUTHOR = "author", _("message de la personne")
    NOTE = "note", _("note interne")


class ThemeGestureKind(TextChoices):
    """What a person did with the themes of what people write."""

    FOUND = "found", _("la recherche de thèmes")
    NAMED = "named", _("le nom donné à un thème")
    MERGED = "merged", _("la réunion de deux thèmes")
    SPLIT = "split", _("le thème fait à part")
    MOVED = "moved", _("le déplacement de textes")


class RelayStanding(TextChoices):
    """Who a relay is for the people they listen to."""

    INHABITANT = "inhabitant", _("un habitant ou une habitante")
    PEER = "peer", _("une personne du même groupe")
    CORRESPONDENT = "correspondent", _("un correspondant ou une correspondante du territoire")
