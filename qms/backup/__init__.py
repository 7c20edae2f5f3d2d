"""Backup and restore: database, files and seals in one archive that is checked by its manifest."""
