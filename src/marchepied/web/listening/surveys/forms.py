"""What a facilitator writes of a survey: on what, whom, until when; then each question."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from marchepied.apps.listening.services.surveys import SurveyContent
from marchepied.apps.listening.services.surveys.exchange import NAME_LENGTH, SOURCE_LENGTH
from marchepied.apps.listening.services.surveys.writing import INTRODUCTION_LENGTH, TITLE_LENGTH
from marchepied.engines.surveys import (
    DATE,
    MATRIX,
    MULTIPLE,
    NUMBER,
    RANKING,
    SCALE,
    SINGLE,
    TEXT,
    Question,
)
from marchepied.web.participation.forms.calling import (
    WRONG_DATE,
    CallForm,
    choose_groups,
    choose_who,
    name_responsible,
)
from marchepied.web.participation.forms.colleges import HeadCount
from marchepied.web.plans.forms.plan import DateInput

KINDS = [
    (SCALE, _("une échelle, du moins bien au mieux")),
    (SINGLE, _("une réponse parmi plusieurs")),
    (MULTIPLE, _("plusieurs réponses à cocher")),
    (RANKING, _("des choses à classer")),
    (MATRIX, _("un tableau : plusieurs lignes, la même échelle")),
    (NUMBER, _("un nombre")),
    (DATE, _("une date")),
    (TEXT, _("des mots, librement")),
]
USUAL_SCALE = "Pas du tout\nPlutôt pas\nPlutôt oui\nTout à fait"
SEPARATOR = " | "
MOST_BYTES = 5_000_000


def _words(label: Any, rows: int, **options: Any) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class SurveyForm(CallForm):
    """A survey, before its questions."""

    title = forms.CharField(
        label=_("Le titre, que les gens liront en premier"),
        max_length=TITLE_LENGTH,
        error_messages={"required": _("Donnez un titre à cette enquête.")},
    )
    introduction = _words(
        _("Pourquoi vous demandez, et ce que vous en ferez"), 3, max_length=INTRODUCTION_LENGTH
    )
    closes_on = forms.DateField(
        label=_("On répond jusqu’au"),
        widget=DateInput(),
        error_messages={"required": _("Donnez le dernier jour où l’on répond."), "invalid": WRONG_DATE},
    )
    who = choose_who(
        _("À qui demandez-vous ?"),
        _("À tout le monde, par un seul lien"),
        _("À des groupes, chacun par son lien"),
    )
    groups = choose_groups(_("Lesquels ?"))
    expected_count = HeadCount(
        label=_("À combien de personnes, à peu près ?"),
        help_text=_(
            "Ce nombre donne le taux de réponse, et resserre les marges quand presque tous répondent."
        ),
    )
    quota = forms.IntegerField(
        label=_("S’arrêter à combien de réponses par groupe ?"),
        help_text=_("Laissez vide pour prendre toutes les réponses jusqu’au dernier jour."),
        min_value=5,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    whole_quota = forms.IntegerField(
        label=_("S’arrêter à combien de réponses en tout ?"),
        help_text=_("L’enquête s’arrête d’elle-même. Les feuilles de papier déjà remplies comptent encore."),
        min_value=5,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    crossed_by = forms.ChoiceField(
        label=_("Regarder aussi les réponses selon une question"),
        help_text=_("Les participants le liront. Rien n’est montré d’un groupe trop petit."),
        required=False,
    )
    responsible = name_responsible(
        _("Les participants le liront : un nom, une fonction."),
        _("Dites qui répond des données de cette enquête : un nom, une fonction."),
    )
    title_en = forms.CharField(label=_("Le titre en anglais"), max_length=TITLE_LENGTH, required=False)
    introduction_en = _words(_("L’introduction en anglais"), 3, max_length=INTRODUCTION_LENGTH)

    def __init__(
        self,
        *args: Any,
        colleges: Sequence[Any],
        today: date,
        questions: Sequence[Question] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.offer_groups(colleges)
        crossed: Any = self.fields["crossed_by"]
        singles = [(one.id, one.wording.get("fr", "")) for one in questions if one.kind == SINGLE]
        crossed.choices = [("", _now("aucune")), *singles]
        if not singles:
            del self.fields["crossed_by"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day = cleaned.get("closes_on")
        if day is not None and day < self.today:
            self.add_error("closes_on", _("Choisissez un jour à venir."))
        return cleaned

    def content(self) -> SurveyContent:
        """What was written, for the service to check."""
        data = self.cleaned_data
        return SurveyContent(
            title={"fr": data["title"], "en": data["title_en"]},
            introduction={"fr": data["introduction"], "en": data["introduction_en"]},
            closes_on=data["closes_on"],
            responsible=data["responsible"],
            colleges=self.chosen_groups(),
            expected_count=data["expected_count"],
            quota=data["quota"],
            whole_quota=data["whole_quota"],
            crossed_by=data.get("crossed_by", ""),
        )


class QuestionForm(forms.Form):
    """One question. Answers and lines one a line, the English after a bar: « Oui | Yes »."""

    kind = forms.ChoiceField(label=_("On répond par"), choices=KINDS)
    wording = forms.CharField(
        label=_("La question"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
        error_messages={"required": _("Écrivez la question.")},
    )
    choices = _words(
        _("Les réponses possibles, une par ligne"),
        5,
        max_length=2000,
        help_text=_(
            "Pour une échelle, de la moins bonne à la meilleure. L’anglais après une barre : Oui | Yes"
        ),
    )
    rows = _words(
        _("Les lignes du tableau, une par ligne"),
        4,
        max_length=4000,
        help_text=_("Pour un tableau seulement."),
    )
    page = forms.IntegerField(
        label=_("Sur quelle page ?"),
        min_value=1,
        max_value=20,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": _("Écrivez un nombre."), "invalid": _("Écrivez un nombre.")},
    )
    shown = forms.ChoiceField(
        label=_("Poser seulement si"),
        required=False,
        help_text=_("Selon une réponse donnée sur une page d’avant."),
    )
    help = forms.CharField(label=_("Une précision, sous la question"), max_length=300, required=False)
    wording_en = forms.CharField(label=_("La question en anglais"), max_length=300, required=False)
    help_en = forms.CharField(label=_("La précision en anglais"), max_length=300, required=False)

    def __init__(
        self, *args: Any, questions: Sequence[Question], own: Question | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        shown: Any = self.fields["shown"]
        shown.choices = [("", _now("toujours")), *_conditions(questions, own)]
        if len(shown.choices) == 1:
            del self.fields["shown"]

    def question(self) -> Question:
        """What was written, for the service to check."""
        data = self.cleaned_data
        kind = data["kind"]
        return Question(
            id=self.own.id if self.own else "",
            kind=kind,
            wording=_pair(data["wording"], data["wording_en"]),
            help=_pair(data["help"], data["help_en"]),
            choices=() if kind in {NUMBER, DATE, TEXT} else _lines(data["choices"]),
            rows=_lines(data["rows"]) if kind == MATRIX else (),
            page=data["page"],
            when=data.get("shown", ""),
        )


def write_initial(question: Question) -> dict[str, Any]:
    """A question as its form shows it."""
    return {
        "kind": question.kind,
        "wording": question.wording.get("fr", ""),
        "wording_en": question.wording.get("en", ""),
        "help": question.help.get("fr", ""),
        "help_en": question.help.get("en", ""),
        "choices": _join(question.choices),
        "rows": _join(question.rows),
        "page": question.page,
        "shown": question.when,
    }


def say_condition(when: str, questions: Sequence[Question]) -> str:
    """A condition in words, where it is one that the page offers; as it is written otherwise."""
    return next((text for value, text in _flat(_conditions(questions, None)) if value == when), when)


def _flat(groups: list[Any]) -> list[tuple[str, str]]:
    return [pair for _name, pairs in groups for pair in pairs]


def _conditions(questions: Sequence[Question], own: Question | None) -> list[Any]:
    """Each answer to a scale, a choice or boxes to tick, by question; and the condition there was."""
    groups: list[Any] = []
    for number, one in enumerate(questions, 1):
        pairs = [] if own is not None and one.id == own.id else _conditions_on(number, one)
        if pairs:
            groups.append((f"{number}. {one.wording.get('fr', '')}"[:80], pairs))
    known = {value for value, _text in _flat(groups)}
    if own is not None and own.when and own.when not in known:
        groups.append((_now("Une condition écrite ailleurs"), [(own.when, own.when)]))
    return groups


def _conditions_on(number: int, one: Question) -> list[tuple[str, str]]:
    sign = {SCALE: "=", SINGLE: "=", MULTIPLE: "contient"}.get(one.kind)
    if sign is None:
        return []
    pairs = [(f"{one.id} {sign} {rank}", _say(number, choice)) for rank, choice in enumerate(one.choices, 1)]
    if sign == "=" and len(one.choices) > 2:
        pairs += [
            (f"{one.id} <= 2", _now("question %(number)s : une des deux premières") % {"number": number}),
            (f"{one.id} >= 2", _now("question %(number)s : pas la première") % {"number": number}),
        ]
    return pairs


def _say(number: int, choice: Any) -> str:
    return _now("question %(number)s : « %(answer)s »") % {"number": number, "answer": choice.get("fr", "")}


def _pair(french: str, english: str) -> dict[str, str]:
    pairs = {"fr": " ".join(french.split()), "en": " ".join(english.split())}
    return {code: text for code, text in pairs.items() if text}


def _lines(text: str) -> tuple[dict[str, str], ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(_pair(*(part.strip() for part in f"{line}|".split("|")[:2])) for line in lines)


def _join(lines: Sequence[Any]) -> str:
    return "\n".join(SEPARATOR.join(line[code] for code in ("fr", "en") if line.get(code)) for line in lines)


class UntilForm(forms.Form):
    """A later last day."""

    closes_on = forms.DateField(
        label=_("Jusqu’au"),
        widget=DateInput(),
        error_messages={"required": _("Donnez le nouveau dernier jour."), "invalid": WRONG_DATE},
    )


class FileForm(forms.Form):
    """A form or a survey of another tool."""

    file = forms.FileField(
        label=_("Le fichier"),
        help_text=_(
            "Un formulaire XLSForm (.xlsx : ODK, Kobo…) ou la structure d’une enquête LimeSurvey (.lss)."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.lss"}),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_now("Ce fichier est trop grand : 5 Mo au plus."))
        return file


class SourcedForm(forms.Form):
    """Figures of somebody else: whose they are, and where anybody finds them again."""

    name = forms.CharField(
        label=_("De qui sont ces chiffres ?"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Dites de qui sont ces chiffres.")},
    )
    source = forms.CharField(
        label=_("Où les retrouver ?"),
        help_text=_("Une adresse, un titre et une page : chacun doit pouvoir vérifier."),
        max_length=SOURCE_LENGTH,
        error_messages={"required": _("Dites où l’on retrouve ces chiffres.")},
    )


class BenchmarkForm(SourcedForm):
    """Figures published elsewhere for one of the questions."""

    field_order = ("question_id",)
    question_id = forms.ChoiceField(label=_("À côté de quelle question ?"))
    points = forms.CharField(
        label=_("Les chiffres, une ligne par moment"),
        help_text=_("Le moment, la part, et si vous le savez le nombre de personnes : 2019 ; 74 % ; 1200"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": _("Écrivez au moins une ligne : 2019 ; 74 %")},
    )

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["question_id"]
        field.choices = [(one.id, one.wording.get("fr", "")) for one in questions]


class ReplyForm(forms.Form):
    """What is said to everybody who answered."""

    text = forms.CharField(
        label=_("Ce que vous avez entendu, et ce que vous en faites"),
        help_text=_("Quelques phrases suffisent. Dites aussi ce que vous ne ferez pas, et pourquoi."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=4000,
        error_messages={"required": _("Écrivez au moins une phrase.")},
    )
