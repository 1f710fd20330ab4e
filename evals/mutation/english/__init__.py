"""What the makers know of English: names, numbers, verbs, clauses, who says what."""
