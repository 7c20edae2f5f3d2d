"""Forms of the document workshop."""
