"""Units that merge, split, are renamed or end: what is asked for, what will happen, what is left to do afterwards."""
