"""The one thing to do now: a sentence, why, how long, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marchepied.apps.diagnosis.enums import Path, StepKey
from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.steps import Progress, StepFacts, StepView, find_next
from marchepied.apps.participation.enums import RoundState


@dataclass(frozen=True)
class NextGesture:
    """What the page proposes; `url_name` takes the space and, for all but the plan, the cycle."""

    key: StepKey
    sentence: str
    explanation: str
    minutes: int
    button: str
    url_name: str


def next_step(cycle: Cycle, views: Sequence[StepView], facts: StepFacts, today: date) -> NextGesture:
    """The gesture of the first step that is neither done, skipped nor out of time.

    Once the assembly is past, the gesture is to note what it decided, then to end the cycle; when no step
    is left, to end it.
    """
    if cycle.assembly_on is not None and cycle.assembly_on < today:
        return _finish() if facts.assembly_told else _tell_assembly()
    view = find_next([view for view in views if not _is_behind(view, facts)]) or find_next(views)
    if view is None:
        return _finish()
    key = StepKey(view.key)
    table = cycle.path == Path.TABLE
    sentence, explanation, button, url_name = (_AT_TABLE if table else _WORDS)[key](facts, view.progress)
    minutes = view.step.minutes if table else _minutes_left(view, facts)
    return NextGesture(key, sentence, explanation, minutes, button, url_name)


def _is_behind(view: StepView, facts: StepFacts) -> bool:
    """Whether what is left of the own answers may wait: people have already looked, met or chosen."""
    moved_on = facts.releases or facts.positions or facts.chosen_actions
    return view.key == StepKey.TAKE_STOCK and bool(moved_on)


def _minutes_left(view: StepView, facts: StepFacts) -> int:
    """The step's minutes; for a begun list of questions, those of the questions that remain."""
    if view.key == StepKey.TAKE_STOCK and facts.own_answers and facts.questions:
        left = max(0, facts.questions - facts.own_answers) / facts.questions
        return max(5, int(-(-view.step.minutes * left // 5) * 5))
    return view.step.minutes


def _tell_assembly() -> NextGesture:
    return NextGesture(
        StepKey.ASSEMBLY,
        _("Noter ce que l’assemblée a décidé"),
        _("Qui était là, ce qui a été décidé, ce qui s’est dit. Vous pourrez ensuite terminer la démarche."),
        10,
        _("Noter ce qui s’est passé"),
        "restitution:assembly",
    )


def _finish() -> NextGesture:
    return NextGesture(
        StepKey.ASSEMBLY,
        _("Terminer cette démarche"),
        _("Notez qu’elle est finie : tout reste lisible, et la prochaine pourra s’y comparer."),
        2,
        _("Terminer"),
        "diagnosis:finish",
    )


Words = tuple[str, str, str, str]


def _scope(facts: StepFacts, progress: Progress) -> Words:
    return (
        _("Choisir au moins un thème"),
        _("Un seul suffit. Les questions viennent avec lui, et vous pouvez en retirer."),
        _("Choisir un thème"),
        "diagnosis:scope",
    )


def _take_stock(facts: StepFacts, progress: Progress) -> Words:
    if progress is Progress.UNDERWAY:
        left = max(0, facts.questions - facts.own_answers)
        sentence = ngettext(
            "Répondre à la question qui reste", "Répondre aux %(left)s questions qui restent", left
        ) % {"left": left}
        return (
            sentence,
            _("« Nous ne savons pas encore » est une réponse : elle montre ce qu’il faudra regarder."),
            _("Continuer"),
            "diagnosis:questions",
        )
    return (
        _("Dire où vous en êtes"),
        _(
            "Pour chaque question, choisissez parmi cinq descriptions celle qui vous ressemble. "
            "Vous pourrez tout changer, et joindre ce qui le montre."
        ),
        _("Commencer"),
        "diagnosis:questions",
    )


def _collect(facts: StepFacts, progress: Progress) -> Words:
    if facts.round_state == RoundState.OPEN:
        return _collect_open(facts)
    if facts.round_state == RoundState.DRAFT:
        return (
            _("Ouvrir le questionnaire"),
            _("Les groupes sont choisis. Relisez, puis ouvrez : les liens et les affiches seront prêts."),
            _("Relire et ouvrir"),
            "participation:colleges",
        )
    return (
        _("Choisir les groupes à qui demander leur avis"),
        _(
            "Salariés, bénévoles, membres, habitants… Chaque groupe répond en cinq minutes, sans compte. "
            "Si vous êtes seul cette année, passez cette étape : le dossier le dira simplement."
        ),
        _("Choisir les groupes"),
        "participation:colleges",
    )


def _collect_open(facts: StepFacts) -> Words:
    button, url_name = _("Voir les groupes et les liens"), "participation:colleges"
    if not facts.answered:
        return (
            _("Faire circuler les liens"),
            _("Personne n’a encore répondu. Envoyez les liens, accrochez l’affiche, ou tendez un téléphone."),
            button,
            url_name,
        )
    if not facts.unheard:
        return (
            _("Clore le questionnaire quand vous voulez"),
            _("Chaque groupe a assez de réponses pour que son avis soit montré."),
            button,
            url_name,
        )
    first = facts.unheard[0]
    values = {"group": first.name, "answered": first.answered, "expected": first.expected}
    said = (
        _("%(group)s : %(answered)s réponses sur %(expected)s.")
        if first.expected
        else _("%(group)s : %(answered)s réponses pour l’instant.")
    ) % values
    rule = _("Il en faut 5 pour montrer un avis sans que l’on devine qui a dit quoi.")
    return (_("Relancer ceux qui n’ont pas répondu, puis clore"), f"{said} {rule}", button, url_name)


def _cross(facts: StepFacts, progress: Progress) -> Words:
    return (
        _("Regarder ce que les groupes ont dit"),
        _("Vous verrez où ils se rejoignent, où ils divergent, et cinq questions au plus à discuter."),
        _("Regarder ensemble"),
        "diagnosis:crossed",
    )


def _workshop(facts: StepFacts, progress: Progress) -> Words:
    if progress is Progress.UNDERWAY:
        sentence, button = _("Finir la réunion"), _("Reprendre la réunion")
    else:
        sentence, button = _("Se réunir pour se mettre d’accord"), _("Préparer la réunion")
    return (
        sentence,
        _(
            "Question par question : où en sommes-nous, d’après nous tous ? "
            "Un désaccord se note, il ne se cache pas."
        ),
        button,
        "diagnosis:workshop",
    )


def _plan(facts: StepFacts, progress: Progress) -> Words:
    return (
        _("Choisir trois actions"),
        _("Des idées d’actions sont prêtes, tirées des questions. Gardez-en peu : qui, quand, avec quoi."),
        _("Choisir les actions"),
        "plans:plan",
    )


def _staff(facts: StepFacts, progress: Progress) -> Words:
    if not facts.round_state:  # nobody answered by a link: there is no link to read the news at
        return (
            _("Dire à chacun ce qu’on a décidé"),
            _("De vive voix, en se retrouvant, ou sur une feuille affichée. Puis notez que c’est fait."),
            _("Voir la feuille"),
            "restitution:sheet",
        )
    return (
        _("Dire à chacun ce qu’on a décidé"),
        _("Une page, avant l’assemblée. Elle s’ouvre au lien par lequel les gens ont répondu."),
        _("Préparer la page"),
        "restitution:sheet",
    )


def _assembly(facts: StepFacts, progress: Progress) -> Words:
    if facts.packs:
        return _send_pack()
    return (
        _("Préparer le dossier de l’assemblée"),
        _("Un document à imprimer ou à envoyer, fait de ce que vous avez dit et décidé."),
        _("Voir le dossier"),
        "restitution:pack",
    )


def _send_pack() -> Words:
    return (
        _("Envoyer le dossier figé"),
        _("Imprimez-le, ou joignez-le à la convocation. Après l’assemblée, notez ce qu’elle a décidé."),
        _("Voir le dossier"),
        "restitution:pack",
    )


_WORDS = {
    StepKey.SCOPE: _scope,
    StepKey.TAKE_STOCK: _take_stock,
    StepKey.COLLECT: _collect,
    StepKey.CROSS: _cross,
    StepKey.WORKSHOP: _workshop,
    StepKey.PLAN: _plan,
    StepKey.STAFF: _staff,
    StepKey.ASSEMBLY: _assembly,
}


def _read_sheet(facts: StepFacts, progress: Progress) -> Words:
    return (
        _("Faire lire la feuille"),
        _(
            "Une page : les questions, et cinq descriptions pour chacune. Imprimez-la ou montrez-la "
            "sur votre téléphone, quelques jours avant de vous réunir."
        ),
        _("Voir la feuille"),
        "diagnosis:table",
    )


def _meet(facts: StepFacts, progress: Progress) -> Words:
    if progress is Progress.UNDERWAY:
        return (
            _("Finir la réunion"),
            _("Tout ce que vous avez dit est gardé : vous reprenez à la question suivante."),
            _("Reprendre la réunion"),
            "diagnosis:table-meeting",
        )
    return (
        _("Se réunir autour de la table"),
        _(
            "Un seul téléphone suffit. Question par question : on lit à voix haute, on en parle, "
            "on dit où l’on en est."
        ),
        _("Commencer la réunion"),
        "diagnosis:table-meeting",
    )


def _choose_three(facts: StepFacts, progress: Progress) -> Words:
    return (
        _("Choisir trois actions"),
        _("Des idées sont prêtes, tirées des questions les plus faibles. Pour chacune : qui, et quand."),
        _("Choisir les actions"),
        "diagnosis:table-actions",
    )


def _two_pages(facts: StepFacts, progress: Progress) -> Words:
    if facts.packs:
        return _send_pack()
    return (
        _("Préparer le dossier de deux pages"),
        _("Où vous en êtes, ce que vous allez faire : à imprimer ou à envoyer avant l’assemblée."),
        _("Voir le dossier"),
        "restitution:pack",
    )


_AT_TABLE = {
    StepKey.TAKE_STOCK: _read_sheet,
    StepKey.WORKSHOP: _meet,
    StepKey.PLAN: _choose_three,
    StepKey.ASSEMBLY: _two_pages,
}
