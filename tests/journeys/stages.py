"""The organisations that the crawl visits: the demonstration's, and moments that it does not hold."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marchepied.apps.deliberation.models import Topic
from marchepied.apps.diagnosis.enums import CycleState
from marchepied.apps.diagnosis.models import Cycle
from marchepied.apps.diagnosis.selectors.collection import propose_items
from marchepied.apps.diagnosis.selectors.imports import ImportChoices
from marchepied.apps.diagnosis.selectors.kit_notes import KitNotes, ObjectionNotes, QuestionNotes
from marchepied.apps.diagnosis.selectors.workshop import follow_code
from marchepied.apps.diagnosis.services.collection import close_collection, open_collection
from marchepied.apps.diagnosis.services.cycles import open_space
from marchepied.apps.diagnosis.services.imports import keep_pending_import, set_import_choices
from marchepied.apps.diagnosis.services.kit import receive_kit
from marchepied.apps.diagnosis.services.room import note_in_room
from marchepied.apps.diagnosis.services.workshop import open_following
from marchepied.apps.evidence.models import Evidence
from marchepied.apps.listening.models import Register, Survey
from marchepied.apps.organisations.enums import Role
from marchepied.apps.organisations.models import Activity, Purpose, Site
from marchepied.apps.organisations.services import invite_member
from marchepied.apps.organisations.validators import invitation_token
from marchepied.apps.participation.models import College, Invitation, RoundCollege
from marchepied.apps.participation.selectors import calls_of
from marchepied.apps.participation.services import (
    CallRequest,
    CollegeChoice,
    choose_colleges,
    deposit_answers,
)
from marchepied.apps.participation.validators import token_of
from marchepied.apps.plans.enums import Rhythm
from marchepied.apps.plans.models import Act, Action, ActionVote, Indicator, Objective, Review
from marchepied.apps.plans.rules import DIGEST, seal_mail_choice
from marchepied.apps.plans.selectors.indicators import IndicatorContent, Measure
from marchepied.apps.plans.services.acts import ActContent, add_act
from marchepied.apps.plans.services.feeds import open_feed
from marchepied.apps.plans.services.imports import keep_pending_table
from marchepied.apps.plans.services.indicators import add_indicator, save_targets, save_values
from marchepied.apps.plans.services.reminders import choose_mails
from marchepied.apps.plans.services.reviews import ActionLook, ReviewContent, hold_review
from marchepied.apps.plans.services.votes import close_vote, open_vote, prepare_vote
from marchepied.apps.referentials.services.experiences import ExperienceContent, save_experience
from marchepied.apps.restitution.models import Pack
from marchepied.apps.restitution.services import load_demo
from marchepied.core.scope import scope, unscoped
from tests.factories.brought import bring_file
from tests.factories.deliberation import TOPIC_TITLE, live_in_talk
from tests.factories.drafts import publish_addition, write_draft
from tests.factories.elsewhere import have_elsewhere
from tests.factories.kits import take_kit
from tests.factories.listening import listen_all_year
from tests.factories.networks import live_in_networks
from tests.factories.organisations import PersonFactory
from tests.factories.surveys import SURVEY_TITLE, live_in_surveys
from tests.factories.themes import live_in_themes
from tests.factories.votes import cast, content_of

ANSWERS_ELSEWHERE = "groupe;Accueil;Sécurité\n" + "".join(
    f"{'Salariés' if number % 2 else 'Bénévoles'};{1 + number % 5};{1 + number % 4}\n" for number in range(24)
)
PLAN_ELSEWHERE = "Quoi;Par qui;Échéance;Remarque\nRanger l’atelier;Nadia;fin 2027;budget à voir\n"
BROUGHT_BACK = QuestionNotes(
    first={"2": 7, "none": 1}, objections=(ObjectionNotes("Trop long", "Des élus", "Six mois"),), level="2"
)
GROUPS = (
    CollegeChoice("employees", "Salariés", 12),
    CollegeChoice("volunteers", "Bénévoles", 8),
    CollegeChoice("beneficiaries", "Clients", 3),
)


@dataclass
class Stage:
    """An organisation at one moment, its pilot's browser, and what its addresses may name."""

    organisation: Any
    client: Client
    known: dict[str, Any] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    follow: str = ""


def set_stages() -> list[Stage]:
    """Load the guide and the demonstration, add two moments, and open a browser for each pilot."""
    call_command("load_content", verbosity=0)
    organisations = load_demo(today=date.today())  # noqa: DTZ011 (the pages say « dans onze semaines »)
    organisations += [_choose_groups("Le Brouillon"), _close_without_showing("Le Fournil")]
    return [_enter(organisation) for organisation in organisations]


def _choose_groups(name: str) -> Any:
    """Groups are chosen, one of them small, and nothing is open yet."""
    pilot = PersonFactory()
    cycle = open_space(name=name, legal_form="association", axis_id="theme-5", by=pilot)
    with scope(cycle.organisation):
        choose_colleges(organisation=cycle.organisation, choices=GROUPS, by=pilot)
    return cycle.organisation


def _close_without_showing(name: str) -> Any:
    """The questionnaire is closed, one group is too small, and nothing has been shown."""
    organisation = _choose_groups(name)
    with scope(organisation):
        pilot = organisation.memberships.get().person
        cycle = Cycle.objects.get()
        colleges = list(College.objects.order_by("kind"))
        items = propose_items(cycle, colleges)
        round_ = open_collection(
            cycle=cycle,
            calls=[CallRequest(college, items[college.pk]) for college in colleges],
            closes_on=None,
            responsible=name,
            by=pilot,
        )
        for call in calls_of(round_):
            for person in range(call.college.expected_count):
                deposit_answers(call=call, answers=dict.fromkeys(call.item_ids, 1 + person % 5), comments={})
        close_collection(cycle=cycle, by=pilot)
    return organisation


def _enter(organisation: Any) -> Stage:
    with scope(organisation):
        pilot = organisation.memberships.filter(role=Role.PILOT).order_by("pk").first().person
        stage = Stage(organisation, Client())
        stage.client.force_login(pilot)
        stage.known = _find_known(organisation, pilot)
        latest = Cycle.objects.all()[0].round_id
        calls = sorted(RoundCollege.objects.order_by("pk"), key=lambda call: call.round_id != latest)
        stage.codes = [token_of(call.handle) for call in calls]
        stage.codes += [token_of(row.handle) for row in Invitation.objects.order_by("pk")[:2]]
        stage.follow = follow_code(open_following(cycle=Cycle.objects.all()[0], by=pilot))
    return stage


def _hold_vote(cycle: Any, pilot: Any) -> Any:
    """A vote on actions: in preparation, open, closed, and closed with few ballots, one state a stage."""
    with unscoped("one more than in the organisations before"):
        moment = ActionVote.objects.count() % 4
    vote = prepare_vote(cycle=cycle, content=content_of(expected_count=12), by=pilot)
    if moment:
        open_vote(vote=vote, by=pilot)
        cast(vote, [(1, 2, 3, None), (2, 2, 0, 6), (3, 1, 6, 4)] * (2 if moment == 3 else 4))
    if moment > 1:
        close_vote(vote=vote, by=pilot)
    return vote


def _talk(organisation: Any, pilot: Any) -> dict[str, Any]:
    """A topic of deliberation, at another of its moments in each organisation."""
    with unscoped("one more than in the organisations before"):
        moment = Topic.objects.filter(title=TOPIC_TITLE).count()
    return live_in_talk(organisation, pilot, (moment + 2) % 5)


def _listen(organisation: Any) -> dict[str, Any]:
    """The registers, at another of their moments in each organisation."""
    with unscoped("one more than in the organisations before"):
        moment = Register.objects.filter(organisation__is_demo=False).count() // 2
    known = listen_all_year(organisation, moment if not organisation.is_demo else 0)
    # One organisation has nothing written yet but what the registers hold: too few texts for themes.
    return known if organisation.name == "Le Fournil" else known | live_in_themes(organisation)


def _survey(organisation: Any, pilot: Any) -> dict[str, Any]:
    """A survey, at another of its moments in each organisation."""
    with unscoped("one more than in the organisations before"):
        moment = Survey.objects.filter(title__fr=SURVEY_TITLE).count()
    return live_in_surveys(organisation, pilot, (moment + 1) % 4)


def _find_known(organisation: Any, pilot: Any) -> dict[str, Any]:
    """One of each thing that an address may name, as far as the organisation has it."""
    # The latest started: the demonstration has lived others.
    cycle = Cycle.objects.all()[0]
    invited = invite_member(
        organisation=organisation, email="invitee@exemple.fr", role=Role.READER, until=None, by=pilot
    )
    pending = keep_pending_import(
        organisation=organisation, data=ANSWERS_ELSEWHERE.encode(), file_name="avis.csv", by=pilot
    )
    choices = ImportChoices(roles={"groupe": "college", "Accueil": "item", "Sécurité": "item"})
    table = keep_pending_table(
        organisation=organisation,
        data=PLAN_ELSEWHERE.encode(),
        file_name="plan.csv",
        what="actions",
        by=pilot,
    )
    _measure(organisation, cycle, pilot)
    draft, item_id = write_draft(organisation, by=pilot)
    version = publish_addition(organisation, by=pilot)
    set_import_choices(pending=pending, choices=choices, title="Enquête", cycle=None, by=pilot)
    act = ActContent("Lire la boîte à idées", Rhythm.WEEKLY, timezone.localdate(), owner=pilot)
    add_act(organisation=organisation, content=act, by=pilot)
    open_feed(organisation=organisation, by=pilot)
    if organisation.name != "Le Brouillon":  # which has nothing to say of a label yet
        said = ExperienceContent("obtained", year=2024, months=9, useful="Relire nos avis", shared=True)
        save_experience(organisation=organisation, label_id="iso-9001", content=said, by=pilot)
    choice = choose_mails(organisation=organisation, reminders=True, digest=True, by=pilot)
    firsts = {
        "call": RoundCollege,
        "college": College,
        "evidence": Evidence,
        "action": Action,
        "act": Act,
        "objective": Objective,
        "indicator": Indicator,
        "review": Review,
        "pack": Pack,
    }
    found = {
        name: model.objects.filter(**_of_cycle(model, cycle)).order_by("pk").first()
        for name, model in firsts.items()
    }
    for name, model in (("purpose", Purpose), ("activity", Activity)):
        found[name] = model.objects.filter(organisation=organisation).first()
    found["site"] = Site.objects.filter(organisation=organisation).order_by("pk").first()
    found["member"] = organisation.memberships.order_by("pk").first()
    return {
        "space": organisation.slug,
        "cycle": cycle.pk,
        "invitation": invited.pk,
        "pending": pending.pk,
        **_bring_kit_back(cycle),
        **live_in_networks(organisation),
        **_listen(organisation),
        **_talk(organisation, pilot),
        **_survey(organisation, pilot),
        "table": table.pk,
        "draft": draft.pk,
        "item": item_id,
        "version": version.pk,
        **(
            {}
            if organisation.name == "Le Brouillon"
            else {"declared": have_elsewhere(organisation, by=pilot).pk}
        ),
        "standard": "iso-9001",
        "brought": bring_file(organisation, by=pilot).pk,
        "vote": _hold_vote(cycle, pilot).pk,
        "year": 2026,
        "minute": note_in_room(
            cycle=cycle,
            question_id=cycle.question_ids[0],
            kind="objection",
            text="Le délai est trop court.",
            said_by="deux personnes",
            by=pilot,
        ).pk,
        "key": "workshop",
        "label": "iso-9001",
        "question_id": cycle.question_ids[0],
        "section_key": "plan",
        "axis_id": "theme-5",
        "practice_id": "t5-ex-idea-mine",
        "token": invitation_token(invited.pk),
        "mail_seal": seal_mail_choice(choice.pk, DIGEST),
        **{name: row.pk for name, row in found.items() if row is not None},
    }


def _of_cycle(model: Any, cycle: Cycle) -> dict[str, Any]:
    """What tells a cycle's own rows from those of the years before, where it holds any."""
    if model is RoundCollege:
        return {"round": cycle.round_id} if cycle.round_id else {}
    return {"cycle": cycle} if any(field.name == "cycle" for field in model._meta.fields) else {}


def _measure(organisation: Any, cycle: Any, pilot: Any) -> None:
    """Three indicators with their years and targets, and a look back."""
    names = (("Réponses", ""), ("Effectif", ""), ("Taux de réponse", "100 * réponses / effectif"))
    rows = [
        add_indicator(
            organisation=organisation, content=IndicatorContent(name=name, formula=formula), by=pilot
        )
        for name, formula in names
    ]
    for year, number in ((2024, 40), (2025, 52)):
        measures = {row.pk: Measure(number=Decimal(number), note="compté à la main") for row in rows[:2]}
        save_values(organisation=organisation, year=year, measures=measures, by=pilot)
    save_targets(indicator=rows[0], targets={2028: Measure(number=Decimal(80))}, by=pilot)
    content = ReviewContent(
        held_on=date(2026, 6, 1), worked="Les réunions courtes.", next_on=date(2026, 9, 1)
    )
    looks = {row.pk: ActionLook(words="Cela avance.") for row in Action.objects.order_by("pk")[:2]}
    hold_review(cycle=cycle, content=content, looks=looks, by=pilot)


def _bring_kit_back(cycle: Cycle) -> dict[str, Any]:
    """A kit whose notes wait to be read again; a finished cycle takes none."""
    if cycle.state != CycleState.RUNNING:
        return {}
    kit = take_kit(cycle)
    receive_kit(kit=kit, notes=KitNotes(questions={cycle.question_ids[0]: BROUGHT_BACK}, note="Salle froide"))
    return {"kit": kit.pk}


def ask_for_a_code(client: Client) -> Client:
    """A browser that waits for the code of a mail."""
    client.post(reverse("public:sign-in"), {"email": "nouvelle@exemple.fr"})
    return client
