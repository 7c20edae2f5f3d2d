"""A Word file of a procedure, read into the sections of a document."""
