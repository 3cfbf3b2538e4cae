"""What the language of formulas reads, what each expression is worth, and where an error points."""

from decimal import Decimal

import pytest

from marchepied.engines.expressions import (
    MESSAGES,
    ExpressionError,
    Kind,
    Limits,
    Span,
    check,
    evaluate,
    find_close,
    make_name,
    parse,
    refuse_name,
    show_place,
    write,
    write_value,
)

VALUES = {
    "effectif": 48,
    "réponses": 31,
    "note": Decimal("3.5"),
    "rien": None,
    "zéro": 0,
    "forme": "Association",
    "activités": ["insertion", "réemploi"],
    "comptes": [3, 4, None],
    "profil.taille": 12,
    "engagée": True,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,5 + 1", "2,5"),
        ("1.5 + 1", "2,5"),
        ("12 500 / 2", "6250"),
        ("15 % * 200", "30"),
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("10 - 3 - 2", "5"),
        ("100 / 10 / 2", "5"),
        ("-2 * -3", "6"),
        ("1 / 3 * 3", "1"),
        ("0,1 + 0,2 = 0,3", "vrai"),
        ("1 / 3 + 1 / 3 + 1 / 3 = 1", "vrai"),
        ("2 / 3", "0,6666666666666666666666666667"),
        ("100 * réponses / effectif", "64,58333333333333333333333333"),
        ("arrondi(100 * réponses / effectif ; 1)", "64,6"),
        ("arrondi(2,5)", "3"),
        ("arrondi(-2,5)", "-3"),
        ("arrondi(1 250 ; -2)", "1300"),
        ("abs(3 - 10)", "7"),
        ("min(3 ; 1 ; 2)", "1"),
        ("max([3 ; 9] ; 2)", "9"),
        ("somme([])", "0"),
        ("moyenne(2 ; 3)", "2,5"),
        ("si(effectif ≥ 10 ; \"grande\" ; « petite »)", '"grande"'),
        ("si(faux ; 1 / 0 ; 2)", "2"),
        ("forme = \"association\"", "vrai"),
        ("forme ≠ « coopérative »", "vrai"),
        ("forme dans [\"scic\" ; \"ASSOCIATION\"]", "vrai"),
        ("activités contient \"réemploi\"", "vrai"),
        ("activités contient \"culture\"", "faux"),
        ("3 dans []", "faux"),
        ("profil.taille < 50 et engagée", "vrai"),
        ("non engagée ou effectif <= 48", "vrai"),
        ("effectif <> 48", "faux"),
        ("EFFECTIF = effectif", "vrai"),
        ("if(effectif > 3 and not false ; sum(1 ; 2) ; 0)", "3"),
        ("manque(rien) et non manque(effectif)", "vrai"),
        ("[1 ; \"a\" ; vrai]", '[1 ; "a" ; vrai]'),
        ("\"il dit \"\"oui\"\"\"", '"il dit ""oui"""'),
        ("10 000 000 000 * 100", "1000000000000"),
    ],
)  # fmt: skip
def test_value(text, value):
    assert write_value(evaluate(parse(text), VALUES).value) == value


@pytest.mark.parametrize(
    ("text", "value", "missing"),
    [
        ("rien + effectif", None, ("rien",)),
        ("absent * rien + absent", None, ("absent", "rien")),
        ("0 * rien", None, ("rien",)),
        ("faux et rien > 3", False, ()),
        ("rien > 3 et faux", False, ()),
        ("vrai ou rien > 3", True, ()),
        ("faux ou rien > 3", None, ("rien",)),
        ("non (rien > 3)", None, ("rien",)),
        ("si(rien > 3 ; 1 ; 1)", None, ("rien",)),
        ("si(vrai ; 1 ; rien)", Decimal(1), ()),
        ("somme(comptes)", None, ("comptes",)),
        ("3 dans comptes", True, ()),
        ("9 dans comptes", None, ("comptes",)),
        ("rien dans []", False, ()),
        ("si(manque(rien) ; 0 ; rien)", Decimal(0), ()),
    ],
)
def test_what_is_missing_is_said_and_spreads_only_where_it_matters(text, value, missing):
    result = evaluate(parse(text), VALUES)
    assert (result.value, result.missing, result.problems) == (value, missing, ())


def test_a_division_by_zero_is_a_sentence_that_points_at_the_divisor():
    result = evaluate(parse("effectif / (zéro * 2)"), VALUES)
    assert result.value is None
    assert [(str(problem), problem.span) for problem in result.problems] == [
        ("Division par zéro : « zéro * 2 » vaut 0.", Span(11, 10))
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("moyenne([])", "nothing_to_average"),
        ("max([])", "nothing_to_average"),
        ("99999999999999999999 * 99999999999999999999", "too_large"),
    ],
)
def test_what_cannot_be_computed_is_a_problem_of_the_result(text, code):
    result = evaluate(parse(text), VALUES)
    assert (result.value, [problem.code for problem in result.problems]) == (None, [code])


ERRORS = [
    ("", "empty", 0, 1),
    ("   ", "empty", 0, 1),
    ("=a/b", "leading_equals", 0, 1),
    ("1 +", "end", 2, 1),
    ("a b", "sign_expected", 2, 1),
    ("a 3", "sign_expected", 2, 1),
    ("* 3", "value_expected", 0, 1),
    ("a + et", "value_expected", 4, 2),
    ("(a + 1", "not_closed", 0, 1),
    ("min(a ; 1", "not_closed", 3, 1),
    ("[a ; 1", "list_not_closed", 0, 1),
    ("a + 1)", "nothing_to_close", 5, 1),
    (")", "nothing_to_close", 0, 1),
    ("(a]", "nothing_to_close", 2, 1),
    ("(a ; b)", "list_brackets", 3, 1),
    ("a ; b", "list_brackets", 2, 1),
    ("1 < a < 3", "chained", 6, 1),
    ("a = b = c", "chained", 6, 1),
    ("min(1, 2)", "comma", 5, 1),
    ("min(1,2)", "argument_lone", 4, 3),
    ("min(1,2,3)", "number_marks", 4, 5),
    ("1.2.3", "number_marks", 0, 5),
    ("12abc", "number_glued", 0, 5),
    ("2(a)", "sign_expected", 1, 1),
    ("123456789012345678901", "number_digits", 0, 21),
    ("a = \"oui", "text_open", 4, 1),
    ("a = « oui", "text_open", 4, 1),
    ("a & b", "character_instead", 2, 1),
    ("a && b", "character_instead", 2, 2),
    ("a ^ 2", "character_instead", 2, 1),
    ("a = 'oui'", "character_instead", 4, 1),
    ("a # b", "character", 2, 1),
    ("a\u200b+ b", "invisible", 1, 1),
    ("\"a\u0007\"", "invisible", 2, 1),
    ("some(a)", "function_close", 0, 4),
    ("cosinus(a)", "function_unknown", 0, 7),
    ("min + 1", "function_bare", 0, 3),
    ("si(a ; b)", "arguments_exact", 0, 9),
    ("arrondi(a ; 1 ; 2)", "arguments_range", 0, 18),
    ("max()", "arguments_none", 0, 5),
    ("arrondi(a ; b)", "places", 12, 1),
    ("arrondi(a ; 11)", "places", 12, 2),
    ("arrondi(a ; 1,5)", "places", 12, 3),
    ("manque(a + 1)", "missing_of_name", 7, 5),
    ("(" * 30 + "1" + ")" * 30, "too_deep", 24, 1),
    ("-" * 30 + "1", "too_deep", 24, 1),
    ("non " * 30 + "vrai", "too_deep", 96, 3),
    ("+".join("1" * 251), "too_many_parts", 500, 1),
    ("a" * 81, "name_long", 0, 81),
    ('"' + "a" * 201 + '"', "text_long", 0, 203),
    ("1 + " * 300 + "1", "too_long", 1000, 1),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "offset", "length"), ERRORS)
def test_an_error_points_at_the_characters(text, code, offset, length):
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.offset, caught.value.length) == (code, offset, length)
    assert str(caught.value) == MESSAGES[code] % caught.value.params


def test_every_sentence_of_reading_is_tried():
    checked = {
        "kind", "kinds_differ", "order_of_texts", "branches_differ", "name_unknown", "name_close",
        "kind_number", "kind_text", "kind_truth", "kind_list", "division_by_zero", "nothing_to_average",
        "too_large", "too_costly", "reserved", "name_shape", "word_unknown", "word_close", "text_alone",
    }  # fmt: skip
    assert set(MESSAGES) - {code for _text, code, _offset, _length in ERRORS} == checked


def test_the_place_is_drawn_under_the_characters():
    with pytest.raises(ExpressionError) as caught:
        parse("réponses\t/ effectifs effectif")
    assert caught.value.show_place() == "réponses / effectifs effectif\n                     ^^^^^^^^"
    assert str(caught.value) == "Il manque un signe (+, -, *, /, =, et, ou…) avant « effectif »."


def test_the_place_of_a_long_expression_is_cut_around_the_fault():
    text = "a + " * 60 + "? + b"
    excerpt, carets = show_place(text, Span(240, 1), width=30).split("\n")
    assert excerpt == "a + a + a + a + a + a + ? + b"
    assert carets == " " * excerpt.index("?") + "^"


KNOWN = {
    "effectif": Kind.NUMBER,
    "réponses": Kind.NUMBER,
    "forme": Kind.TEXT,
    "activités": Kind.LIST,
    "engagée": Kind.TRUTH,
    "libre": None,
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("réponses / effectif", []),
        ("libre + 1", []),
        ("si(engagée ; libre ; 2)", []),
        ("somme(activités)", []),
        ("effectifs / 2", [("« effectifs » n’existe pas. Est-ce « effectif » ?", 0, 9)]),
        ("reponse / xyz", [
            ("« reponse » n’existe pas. Est-ce « réponses » ?", 0, 7),
            ("« xyz » n’existe pas.", 10, 3),
        ]),
        ("forme + 1", [("Ici, il faut un nombre ; c’est un texte.", 0, 5)]),
        ("forme", [("Ici, il faut un nombre ; c’est un texte.", 0, 5)]),
        ("si(effectif ; 1 ; 2)", [("Ici, il faut vrai ou faux ; c’est un nombre.", 3, 8)]),
        ("si(engagée ; 1 ; \"a\")", [(
            "Les deux réponses possibles sont un nombre et un texte : il faut deux valeurs de même sorte.",
            0, 21,
        )]),
        ("si(forme = 3 ; 1 ; 2)", [("On ne compare pas un texte et un nombre.", 3, 9)]),
        ("si(forme < \"b\" ; 1 ; 2)", [("« < » ne compare que des nombres.", 3, 11)]),
        ("si(3 dans effectif ; 1 ; 2)", [("Ici, il faut une liste ; c’est un nombre.", 10, 8)]),
        ("somme([1 ; \"a\"])", [("Ici, il faut un nombre ; c’est un texte.", 11, 3)]),
    ],
)  # fmt: skip
def test_everything_wrong_is_found_before_computing(text, found):
    problems = check(parse(text), KNOWN, Kind.NUMBER)
    said = [(_say(problem.message), problem.span.offset, problem.span.length) for problem in problems]
    assert said == found


def _say(message):
    """The sentence, its own messages said first, as a page does."""
    params = {
        key: _say(value) if hasattr(value, "template") else value for key, value in message.params.items()
    }
    return message.template % params


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("forme + 1", "kind", 0),
        ("1 + (rien + forme)", "kind", 12),
        ("non effectif", "kind", 4),
        ("effectif et vrai", "kind", 0),
        ("forme = 3", "kinds_differ", 0),
        ("forme < 3", "order_of_texts", 0),
        ("activités = activités", "kinds_differ", 0),
        ("activités = rien", "kind", 0),
        ("effectif contient 3", "kind", 0),
        ("activités dans activités", "kind", 0),
        ("somme(activités)", "kind", 6),
        ("[activités]", "kind", 1),
        ("abs(vrai)", "kind", 4),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_where_it_stands(text, code, offset):
    with pytest.raises(ExpressionError) as caught:
        evaluate(parse(text), VALUES)
    assert (caught.value.code, caught.value.offset) == (code, offset)


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), Decimal("NaN"), Decimal("Infinity"), {"a": 1}, b"a", [[1]]]
)
def test_floats_and_what_is_no_value_are_refused(value):
    with pytest.raises(TypeError):
        evaluate(parse("x"), {"x": value})


def test_a_huge_exponent_costs_nothing():
    large = evaluate(parse("x"), {"x": Decimal("1E+999999")})
    assert [problem.code for problem in large.problems] == ["too_large"]
    assert evaluate(parse("x"), {"x": Decimal("1E-999999")}).value == 0


def test_computing_is_bounded():
    text = "somme(x ; " + " ; ".join("x" for _ in range(20)) + ")"
    with pytest.raises(ExpressionError) as caught:
        evaluate(parse(text), {"x": [1] * 900})
    assert caught.value.code == "too_costly"
    with pytest.raises(ExpressionError):
        evaluate(parse("somme(x)"), {"x": [1] * 1001})


def test_limits_can_be_narrowed():
    with pytest.raises(ExpressionError) as caught:
        parse("((1))", Limits(depth=1))
    assert (caught.value.code, caught.value.params["limit"]) == ("too_deep", 1)


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("a+b*-c", "a + b * -c", "a + b * -c"),
        ("((a+b))*2", "(a + b) * 2", "(a + b) * 2"),
        ("a-(b-c)", "a - (b - c)", "a - (b - c)"),
        ("-(a+b)", "-(a + b)", "-(a + b)"),
        ("not(a or b)and c", "non (a ou b) et c", "not (a or b) and c"),
        ("if(a>=1.5;sum(b;c);mean(d))", "si(a ≥ 1,5 ; somme(b ; c) ; moyenne(d))",
         "if(a ≥ 1.5 ; sum(b ; c) ; mean(d))"),
        ("x in [«  oui »;15%]", 'x dans ["oui" ; 15 %]', 'x in ["oui" ; 15 %]'),
        ("(a<b)=vrai", "(a < b) = vrai", "(a < b) = true"),
    ],
)  # fmt: skip
def test_one_usual_form(text, french, english):
    expression = parse(text)
    assert (write(expression), write(expression, "en")) == (french, english)
    assert parse(french) == parse(english) == expression


def test_a_formula_is_shown_with_its_values():
    values = {"réponses": "31", "effectif": "48"}
    assert write(parse("100 * réponses / effectif"), name=values.__getitem__) == "100 * 31 / 48"


def test_names_in_order_of_appearance():
    assert parse("b + a * b + Profil.Taille").names == ("b", "a", "profil.taille")
    decomposed = "re\u0301ponses"
    assert parse(decomposed).names == ("réponses",)


@pytest.mark.parametrize(
    ("title", "taken", "name"),
    [
        ("Groupes consultés dans l’année", [], "groupes_consultés_dans_l_année"),
        ("Groupes consultés", ["groupes_consultés"], "groupes_consultés_2"),
        ("% de réponses", [], "de_réponses"),
        ("3 ans", [], "n_3_ans"),
        ("Moyenne", [], "moyenne_2"),
        ("💡", [], "valeur"),
        ("Part des solutions de l’année où des usagers ont participé", [],
         "part_des_solutions_de_l_année_où_des"),
    ],
)  # fmt: skip
def test_a_name_is_made_from_a_title(title, taken, name):
    assert make_name(title, taken) == name
    assert refuse_name(name) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("si", "reserved"),
        ("Et", "name_shape"),
        ("3a", "name_shape"),
        ("a b", "name_shape"),
        ("", "name_shape"),
        ("a.", "name_shape"),
        ("é+", "name_shape"),
        ("a" * 81, "name_long"),
    ],
)
def test_what_is_no_name(text, code):
    refusal = refuse_name(text)
    assert refusal is not None
    assert (refusal.code, str(refusal)) == (code, MESSAGES[code] % refusal.params)


def test_the_nearest_name():
    assert find_close("efectif", ["effectif", "réponses"]) == "effectif"
    assert find_close("REPONSE", ["effectif", "réponses"]) == "réponses"
    assert find_close("xyz", ["effectif"]) is None
