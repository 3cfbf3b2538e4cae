"""The AG pack and the sheet: what they say, what they hide, who may open them."""

import io
import json
from dataclasses import asdict
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from marchepied.apps.diagnosis.enums import Agreement
from marchepied.apps.diagnosis.selectors.crossed import read_crossed
from marchepied.apps.diagnosis.selectors.releases import latest_release
from marchepied.apps.diagnosis.services.cycles import open_space, set_assembly_date
from marchepied.apps.diagnosis.services.own_answers import save_own_answer
from marchepied.apps.diagnosis.services.positions import take_position
from marchepied.apps.diagnosis.services.releases import make_release
from marchepied.apps.organisations.enums import Role
from marchepied.apps.participation.enums import AnswerMode, CollegeKind, RoundState
from marchepied.apps.participation.models import Reply
from marchepied.apps.participation.services.deposit import deposit_answers, deposit_organisation_answer
from marchepied.apps.plans.services import ActionContent, add_action
from marchepied.apps.referentials.services import load_shipped_referentials
from marchepied.apps.restitution.compute import build_pack, say_missing
from marchepied.apps.restitution.models import Pack
from marchepied.apps.restitution.selectors import read_pack
from marchepied.core.scope import scope
from marchepied.engines.documents import Result, list_texts
from tests.factories.organisations import MembershipFactory, PersonFactory
from tests.factories.participation import CollegeFactory, RoundCollegeFactory, RoundFactory

pytestmark = pytest.mark.django_db
NOBODY_SIGNS = {"signataire-TOTAL_FORMS": "0", "signataire-INITIAL_FORMS": "0"}
HOSTILE = "👍 漢字 #let x = 1 *gras* $x$ @ref <b>b</b> \\n \x00 \u202e fin"


@pytest.fixture
def cycle():
    load_shipped_referentials()
    pilot = PersonFactory(name="Claire Morel")
    return open_space(name="L’Atelier du Pont", legal_form="association", axis_id="theme-5", by=pilot)


@pytest.fixture
def pilot(cycle, client):
    person = cycle.organisation.memberships.get().person
    client.force_login(person)
    return person


def address(cycle, name):
    return reverse(f"restitution:{name}", args=[cycle.organisation.slug, cycle.pk])


def text_of(response, plain):
    reader = PdfReader(io.BytesIO(response.content))
    return plain(" ".join(page.extract_text() for page in reader.pages))


def answer_own(cycle, place, level, narrative="", by=None):
    save_own_answer(
        cycle=cycle,
        question_id=cycle.question_ids[place],
        kind="level",
        level=level,
        narrative=narrative,
        evidence=[],
        by=by,
    )


def call_groups(cycle, *groups):
    """A closed round whose groups (name, expected, levels) answered the first question, released."""
    question_id = cycle.question_ids[0]
    cycle.round = RoundFactory(organisation=cycle.organisation)
    cycle.round.form["items"][0]["id"] = question_id
    cycle.round.save()
    cycle.save()
    for place, (name, expected, levels) in enumerate(groups):
        call = RoundCollegeFactory(
            round=cycle.round,
            college=CollegeFactory(organisation=cycle.organisation, name=name, position=place),
            expected_count=expected,
        )
        for level in levels:
            deposit_answers(call=call, answers={question_id: level}, comments={})
    cycle.round.state = RoundState.CLOSED
    cycle.round.save()
    return make_release(cycle=cycle, by=None)


def test_a_pilot_alone_gets_an_honest_pack(cycle, pilot, client, plain):
    with scope(cycle.organisation):
        answer_own(cycle, 0, 2, "On demande quand ça coince.")
        assert [plain(lack.sentence) for lack in say_missing(build_pack(cycle, "fr"))] == [
            "Aucun groupe n’a été interrogé : le dossier porte votre seule parole.",
            "Aucun document n’appuie ce que vous dites : le dossier l’écrit.",
            "Rien n’a été décidé ensemble pour l’instant.",
            "Le plan est vide : le dossier ne promet rien.",
            "La date de l’assemblée n’est pas fixée.",
        ]
    page = client.post(address(cycle, "pack-freeze"), NOBODY_SIGNS, follow=True)
    assert "L’édition 1 est figée" in plain(page.content.decode())
    with scope(cycle.organisation):
        made = Pack.objects.get()
    pdf = client.get(reverse("restitution:file-pdf", args=[cycle.organisation.slug, made.pk]))
    assert pdf["Content-Type"] == "application/pdf"
    text = text_of(pdf, plain)
    assert "L’Atelier du Pont" in text
    assert "Aucun groupe n’a été interrogé" in text
    assert "On demande quand ça coince." in text


def test_the_first_page_tells_who_answered_and_hides_small_groups(cycle, pilot, client):
    with scope(cycle.organisation):
        call_groups(
            cycle,
            ("Salariés en parcours", 20, [1, 1, 1, 2, 2, 1, 1, 2, 2, 3, 1, 2]),
            ("Administrateurs", 15, [4, 4, 5, 4, 3, 4, 4, 5, 4, 4, 5, 4]),
            ("Bénévoles", 4, [5, 5, 5]),
        )
        pack = build_pack(cycle, "fr")
    assert [(r.college, r.count.replace("\u00a0", " ")) for r in pack.respondents] == [
        ("Salariés en parcours", "12 sur 20"),
        ("Administrateurs", "12 sur 15"),
        ("Bénévoles", "3 sur 4"),
    ]
    (question,) = [q for theme in pack.themes for q in theme.questions if q.colleges]
    hidden = question.colleges[2]
    assert (hidden.visibility, hidden.median, set(hidden.shares), hidden.unknown) == (
        "hidden",
        None,
        {"–"},
        "–",
    )
    assert pack.results[0] == Result(question.divergence, question.wording)


def test_what_was_decided_and_promised_comes_out(cycle, pilot, client, plain):
    with scope(cycle.organisation):
        set_assembly_date(cycle=cycle, assembly_on=date(2027, 2, 6), by=pilot)
        take_position(
            cycle=cycle,
            question_id=cycle.question_ids[0],
            level=3,
            words="On répondra à chacun sous un mois.",
            agreement=Agreement.DISAGREEMENT,
            disagreement_note="Deux personnes trouvent ce délai trop long.",
            held_on=date(2026, 12, 3),
            by=pilot,
        )
        content = ActionContent(title="Écrire la réponse type", owner=pilot, due_on=date(2027, 3, 1))
        add_action(cycle=cycle, content=content, by=pilot)
        pack = build_pack(cycle, "fr")
    assert list(map(plain, pack.commitments)) == [
        "Écrire la réponse type (Claire Morel, d’ici le 1er mars 2027)"
    ]
    (decision,) = pack.decisions
    assert decision.statement.endswith("On répondra à chacun sous un mois.")
    assert decision.disagreement == "Deux personnes trouvent ce délai trop long."
    text = text_of(client.get(address(cycle, "pack-pdf")), plain)
    for said in ("6 février 2027", "Deux personnes trouvent ce délai trop long.", "Écrire la réponse type"):
        assert said in text


def test_a_position_without_any_answer_is_in_the_pack(cycle, pilot, client, plain):
    with scope(cycle.organisation):
        take_position(
            cycle=cycle,
            question_id=cycle.question_ids[0],
            level=None,
            words="On en reparle au printemps.",
            agreement=Agreement.CONSENT,
            disagreement_note="",
            by=pilot,
        )
        pack = build_pack(cycle, "fr")
    (question,) = pack.themes[0].questions
    assert (question.statement, question.position, question.colleges) == (
        "On en reparle au printemps.", "On en reparle au printemps.", (),
    )  # fmt: skip
    assert (pack.respondents, pack.results) == ((), ())
    text = text_of(client.get(address(cycle, "pack-pdf")), plain)
    assert "Ce que la réunion a retenu" in text
    assert "On en reparle au printemps." in text


def test_voices_given_openly_are_in_the_pack(cycle, pilot, client, plain):
    with scope(cycle.organisation):
        question_id = cycle.question_ids[0]
        cycle.round = RoundFactory(organisation=cycle.organisation)
        cycle.round.form["items"][0]["id"] = question_id
        cycle.round.save()
        cycle.save()
        board = RoundCollegeFactory(
            round=cycle.round,
            college=CollegeFactory(organisation=cycle.organisation, name="Bureau", position=0),
            mode=AnswerMode.COLLECTIVE,
        )
        deposit_answers(call=board, answers={question_id: 4}, comments={question_id: "Deux fois par an."})
        partners = RoundCollegeFactory(
            round=cycle.round,
            college=CollegeFactory(
                organisation=cycle.organisation, name="Partenaires", kind=CollegeKind.PARTNERS, position=1
            ),
        )
        deposit_organisation_answer(
            call=partners, name="Le Relais du Bocage", answers={question_id: 2}, comments={}
        )
        cycle.round.state = RoundState.CLOSED
        cycle.round.save()
        make_release(cycle=cycle, by=None)
        pack = build_pack(cycle, "fr")
    (question,) = [q for theme in pack.themes for q in theme.questions if q.voices]
    assert [voice.who for voice in question.voices] == ["Bureau, d’une seule voix", "Le Relais du Bocage"]
    assert plain(question.voices[0].what).endswith("— Deux fois par an.")
    assert [(r.college, plain(r.count)) for r in pack.respondents] == [
        ("Bureau", "une réponse commune"),
        ("Partenaires", "0 sur 12"),
        ("En leur nom", "Le Relais du Bocage"),
    ]
    text = text_of(client.get(address(cycle, "pack-pdf")), plain)
    assert "Bureau, d’une seule voix" in text
    assert "Aucun groupe n’a répondu à cette question" not in text


def test_an_edition_older_than_the_document_is_still_read(cycle, pilot):
    with scope(cycle.organisation):
        facts = json.loads(json.dumps(asdict(build_pack(cycle, "fr")), default=str))
        facts["results"] = ["Les groupes s’accordent."]
        Pack.objects.create(organisation=cycle.organisation, cycle=cycle, number=1, content=facts)
        texts = list_texts(read_pack(Pack.objects.get()))
    assert "Les groupes s’accordent." in texts
    assert "L’essentiel en une page" in texts


def test_the_address_of_somebody_without_a_name_stays_in_the_house(cycle, client, plain):
    """Whoever signed in and never said their name is in charge of an action: the pack goes outside."""
    nameless = MembershipFactory(
        organisation=cycle.organisation, person__name="", person__email="awa.diallo@exemple.fr"
    ).person
    with scope(cycle.organisation):
        add_action(cycle=cycle, content=ActionContent(title="Agir", owner=nameless), by=nameless)
    client.force_login(nameless)
    text = text_of(client.get(address(cycle, "pack-pdf")), plain)
    assert "Agir" in text
    assert "awa.diallo" not in text


def test_hostile_words_still_make_a_pack_in_every_format(cycle, pilot, client, plain):
    with scope(cycle.organisation):
        answer_own(cycle, 0, 2, HOSTILE)
    assert client.post(address(cycle, "pack-freeze"), NOBODY_SIGNS).status_code == 302
    text = text_of(client.get(address(cycle, "pack-pdf")), plain)
    assert "#let x = 1 *gras* $x$ @ref <b>b</b>" in text
    assert "<b>b</b>" not in client.get(address(cycle, "pack")).content.decode()
    for kind in ("docx", "odt", "pptx"):
        response = client.get(address(cycle, f"pack-{kind}"))
        assert response["Content-Disposition"].endswith(f'.{kind}"')
        assert response.content[:2] == b"PK"


def test_the_sheet_is_published_where_people_answered(cycle, pilot, client, plain):
    with scope(cycle.organisation):
        call_groups(cycle, ("Salariés", 15, [1, 2, 1, 2, 2, 1, 2, 3, 3, 2, 1, 4]))
    page = client.post(address(cycle, "sheet-publish"), follow=True)
    assert "C’est dit" in plain(page.content.decode())
    with scope(cycle.organisation):
        content = Reply.objects.get().content
    assert content["fr"]["title"] == "Ce que vous avez dit, ce qui va suivre"
    assert set(content) == {"fr", "en"}
    assert content["fr"]["parts"] == content["fr"]["followed"] == []
    (heard,) = content["fr"]["others"]
    with scope(cycle.organisation):
        asked = read_crossed(cycle, latest_release(cycle), only=[cycle.question_ids[0]])
    assert [(heard["question"], heard["said"])] == [(one.wording, one.sentence) for one in asked]


def test_the_sheet_waits_until_the_round_is_closed(cycle, pilot, client, plain):
    assert "Aucun groupe n’a été appelé" in plain(client.get(address(cycle, "sheet")).content.decode())
    page = client.post(address(cycle, "sheet-publish"), follow=True)
    assert "Aucun groupe n’a été appelé" in plain(page.content.decode())
    with scope(cycle.organisation):
        assert Reply.objects.count() == 0


def test_english_is_complete(cycle, pilot, client, plain):
    with scope(cycle.organisation):
        answer_own(cycle, 0, 2)
    text = text_of(client.get(address(cycle, "pack-pdf") + "?langue=en"), plain)
    assert "No group was asked" in text or "No group" in text


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        (Role.READER, {"pack-freeze", "assembly", "sheet", "sheet-file"}),
        (Role.FACILITATOR, {"pack-freeze"}),
        (Role.PILOT, set()),
    ],
)
def test_each_role_opens_its_pages(cycle, client, role, closed):
    member = MembershipFactory(organisation=cycle.organisation, role=role)
    client.force_login(member.person)
    pages = ("pack", "pack-pdf", "pack-freeze", "assembly", "sheet", "sheet-file")
    assert {name for name in pages if client.get(address(cycle, name)).status_code == 404} == closed
    writes = {client.post(address(cycle, name)).status_code for name in ("pack-arrange", "sheet-publish")}
    assert writes == ({404} if role == Role.READER else {302})


@pytest.mark.parametrize("count", [1, 3])
def test_the_pack_page_costs_the_same_whatever_its_size(
    cycle, pilot, client, count, django_assert_num_queries
):
    with scope(cycle.organisation):
        for place in range(count):
            answer_own(cycle, place, 2)
            add_action(cycle=cycle, content=ActionContent(title=f"Action {place}"), by=pilot)
    client.get(address(cycle, "pack"))
    with django_assert_num_queries(23):
        client.get(address(cycle, "pack"))
