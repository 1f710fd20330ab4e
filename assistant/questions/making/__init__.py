"""English questions made from sentences by moving their words; nothing is guessed."""
