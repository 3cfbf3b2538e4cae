"""Who may do what with the guides of a space: the right that each gesture asks for."""

from typing import Final

from marchepied.apps.organisations.enums import Right

READ_GUIDES: Final = Right.READ
WRITE_GUIDES: Final = Right.FACILITATE
PUBLISH_GUIDES: Final = Right.PILOT
