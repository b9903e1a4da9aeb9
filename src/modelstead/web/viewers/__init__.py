"""How pages show the files of runs: one file a viewer, and the table that chooses among them."""
