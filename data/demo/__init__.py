"""The embedded source: Region Halland's published figures, completed by a seeded simulation to a SQLite database."""
