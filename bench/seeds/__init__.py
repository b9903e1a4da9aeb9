"""Equal runs and registered models for every target, written straight into its SQLite file: through their APIs it would take hours."""
