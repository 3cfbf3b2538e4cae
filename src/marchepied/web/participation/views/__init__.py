"""Pages of participation: the pilot’s side, and the participants’."""
