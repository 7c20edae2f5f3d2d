"""Pages of the document workshop."""
