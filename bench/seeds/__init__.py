"""Equal runs and models for every target, written straight into its SQLite file: through their APIs it takes hours."""
