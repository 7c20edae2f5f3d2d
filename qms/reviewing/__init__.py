"""Management reviews: the agenda of each edition as data, and what the records say for each of its items."""
