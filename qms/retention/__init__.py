"""How long records are kept: periods, what is past them, what forbids disposing, stubs of what was disposed of."""
