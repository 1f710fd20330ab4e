"""How well statements are told apart that their citations support and that they don't."""
