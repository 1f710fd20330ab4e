"""Language models that do as a script says, behind a real server: for checks of the writer."""
