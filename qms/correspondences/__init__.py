"""The table between two editions: its rows, its versions, the words of other tables, and what hangs on old clauses."""
