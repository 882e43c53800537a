"""Word lists of the rules: facts and closed classes, written by the project (see ORIGIN.txt)."""
