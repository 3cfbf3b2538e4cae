"""The kit as one file: everything in it, nothing asked of any network but the form that sends it back.

It is opened from a disk, where no header protects it: its own policy allows the one script and the one style
that it carries, by their hashes, and no other address than the one it is sent to.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.enums import Agreement, Phase
from marchepied.apps.diagnosis.selectors.kit import KitContent
from marchepied.apps.diagnosis.selectors.kit_notes import FORMAT, MOST_BYTES, MOST_ROWS
from marchepied.apps.diagnosis.selectors.kit_order import Moment, fit_running_order
from marchepied.apps.diagnosis.validators import seal_kit

if TYPE_CHECKING:
    from marchepied.apps.diagnosis.models import Cycle, Kit

STYLES = ("css/base.css", "css/parts.css", "css/crossed.css", "css/kit.css")
SCRIPT = "js/kit.js"
FONT = "vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"


@dataclass(frozen=True)
class ToldMoment:
    """A moment of the running order, in words."""

    title: str
    detail: str
    starts: int
    minutes: int
    question: int


def write_kit_file(
    request: HttpRequest, *, cycle: "Cycle", kit: "Kit", content: KitContent, minutes: int
) -> str:
    """The whole file, for a meeting of so many minutes. ValidationError when the time is too short."""
    questions = content.agenda.questions
    order = fit_running_order(minutes, len(questions))
    style, script = _read_style(), _read_text(SCRIPT)
    action = settings.BASE_URL + reverse("diagnosis:kit-receive")
    code = seal_kit(kit.handle)
    context = {
        "cycle": cycle,
        "organisation": cycle.organisation,
        "questions": questions,
        "groups": content.groups,
        "held_on": content.held_on,
        "headline": _say_headline(len(questions), minutes),
        "moments": [_tell(moment, content) for moment in order],
        "phases": next(_tell_phases(moment) for moment in order if moment.question),
        "talk": max(moment.talk for moment in order),
        "reminders": _reminders(),
        "agreements": Agreement.choices,
        "card_levels": range(1, max(len(question.worded.choices) for question in questions) + 1),
        "code": code,
        "action": action,
        "policy": _write_policy(style, script, action),
        # Files of ours, and hashed as they are: escaping would change them.
        "style": SafeString(style),
        "script": SafeString(script),
        "data": {
            "format": FORMAT,
            "code": code,
            "rows": MOST_ROWS,
            "bytes": MOST_BYTES,
            "file": f"notes-{slugify(cycle.title) or 'kit'}.json",
            "words": _words(),
        },
    }
    return render_to_string("diagnosis/kit_file.html", context, request)


def _write_policy(style: str, script: str, action: str) -> str:
    rules = {
        "default-src": "'none'",
        "script-src": f"'sha256-{_hash(script)}'",
        "style-src": f"'sha256-{_hash(style)}'",
        "font-src": "data:",
        "form-action": action,
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _find(name: str) -> Path:
    return Path(str(finders.find(name)))


def _read_text(name: str) -> str:
    return _find(name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _read_style() -> str:
    """Our styles one after the other, with the font in them."""
    whole = "".join(_read_text(name) for name in STYLES)
    font = b64encode(_find(FONT).read_bytes()).decode()
    return re.sub(r'url\("[^"]*\.woff2"\)', f'url("data:font/woff2;base64,{font}")', whole)


def _say_headline(questions: int, minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if rest:
        time = _("%(minutes)s minutes") % {"minutes": minutes}
    else:
        time = ngettext("une heure", "%(n)s heures", hours) % {"n": hours}
    return ngettext("Une question en %(time)s", "%(n)s questions en %(time)s", questions) % {
        "n": questions,
        "time": time,
    }


def _tell(moment: Moment, content: KitContent) -> ToldMoment:
    titles = {
        "welcome": (_("Accueil"), _("Pourquoi on se réunit, ce qu’on en fera.")),
        "rules": (
            _("Les règles de la salle"),
            _("Chacun parle, personne ne coupe. On parle de faits. On a le droit de changer d’avis."),
        ),
        "break": (_("Pause"), _("Si le réseau revient, c’est le moment d’envoyer.")),
        "actions": (_("Choisir trois actions"), _("Quoi, avec qui, pour quand.")),
        "closing": (_("Se quitter"), _("Relire tout haut ce qu’on a décidé, dire qui le saura et quand.")),
    }
    if moment.question:
        asked = content.agenda.questions[moment.question - 1]
        title, detail = f"{moment.question}. {asked.worded.wording}", ""
    else:
        title, detail = titles[moment.kind]
    return ToldMoment(title, detail, moment.starts, moment.minutes, moment.question)


def _tell_phases(moment: Moment) -> str:
    """How the time of a question is shared: the same for all."""
    names = {
        Phase.READ: _("lire"),
        Phase.FIRST: _("1er tour"),
        Phase.TALK: _("en parler"),
        Phase.SECOND: _("2e tour"),
        Phase.DECIDE: _("décider"),
    }
    shares = ", ".join(f"{names[phase]} {minutes}" for phase, minutes in moment.phases)
    return _("Chaque question prend %(minutes)s minutes : %(shares)s.") % {
        "minutes": moment.minutes,
        "shares": shares,
    }


def _reminders() -> list[str]:
    return [
        _("Lisez la question tout haut, puis laissez chacun regarder en silence."),
        _("Au 1er tour, tous les cartons se lèvent ensemble : personne ne suit son voisin."),
        _("Donnez d’abord la parole à ceux qu’on entend le moins, ou qui voient autrement."),
        _("Demandez des faits : quand, où, avec qui ?"),
        _("Ce qui sort du sujet se met de côté, devant tout le monde."),
        _("Avant de décider : « Qui ne peut pas vivre avec ? » Une objection s’écrit et reçoit une réponse."),
        _("Pas d’accord ? Écrivez le désaccord et de quel groupe il vient, puis passez à la suite."),
    ]


def _words() -> dict[str, str]:
    """What the script of the file says; {…} are filled by it."""
    return {
        "kept": _("Gardé sur cet appareil à {time}."),
        "present": _("{n} personnes en tout."),
        "raised": _("En tout : {n}."),
        "raised_of": _("En tout : {n}, pour {present} personnes présentes."),
        "before": _("au 1er tour : {n}"),
        "minutes": _("{n} min"),
        "decided": _("décidée"),
        "begun": _("commencée"),
        "untouched": _("rien encore"),
        "rings": _("Sonnera à {time}."),
        "over": _("C’est l’heure."),
        "offline": _("Pas de réseau pour l’instant. Vos notes restent ici : réessayez plus tard."),
        "sent": _("Envoyé à {time} : regardez la page qui s’est ouverte. Vos notes restent aussi ici."),
        "not_ours": _("Ce fichier n’est pas celui des notes de ce kit."),
        "replace": _("Remplacer ce qui est écrit ici par les notes du fichier ?"),
        "opened": _("Vos notes sont là."),
        "erase": _("Effacer toutes vos notes de cet appareil ?"),
        "erased": _("Vos notes sont effacées de cet appareil."),
    }
