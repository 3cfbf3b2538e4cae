"""The command computes, or says why not and where."""

import subprocess
import sys

import pytest

from marchepied.engines.expressions.command import run


@pytest.mark.parametrize(
    ("arguments", "code", "out", "err"),
    [
        (["100 * r / e", "--values", "r=12", "e=48"], 0, "25\n", ""),
        (['f dans ["scic"]', "--values", "f=SCIC"], 0, "vrai\n", ""),
        (["somme(x)", "--values", "x=[1 ; 2,5]"], 0, "3,5\n", ""),
        (["r / e", "--values", "r=12"], 1, "", "r / e : pas de valeur.\nIl manque : e.\n"),
        (
            ["r / e", "--values", "r=12", "e=0"], 1, "",
            "r / e : pas de valeur.\nDivision par zéro : « e » vaut 0.\nr / e\n    ^\n",
        ),
        (
            ["r //"], 1, "",
            "Ici, il faut un nombre, un nom ou une parenthèse, et non « / ».\nr //\n   ^\n",
        ),
        (["r", "--values", "r"], 2, "", "« r » : écrivez un nom, le signe = et une valeur.\n"),
    ],
)  # fmt: skip
def test_the_command(capsys, arguments, code, out, err):
    assert run(arguments) == code
    assert capsys.readouterr() == (out, err)


def test_the_engine_loads_neither_django_nor_numpy():
    code = (
        "import sys, marchepied.engines.expressions as e; e.parse('1 + 1');"
        "print([name for name in ('django', 'numpy') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
