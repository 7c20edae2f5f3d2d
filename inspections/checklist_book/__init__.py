"""Checklists as workbooks: out, filled with no network, back in."""
