"""Who may do what in a cycle: the right that each gesture asks for."""

from typing import Final

from marchepied.apps.organisations.enums import Right

READ_CYCLE: Final = Right.READ
WRITE_OWN_ANSWERS: Final = Right.CONTRIBUTE
MOVE_STEPS: Final = Right.FACILITATE
SHOW_VIEWS: Final = Right.FACILITATE
RUN_WORKSHOP: Final = Right.FACILITATE
CHANGE_CYCLE: Final = Right.PILOT
READ_DECLARED: Final = Right.READ
WRITE_DECLARED: Final = Right.FACILITATE
