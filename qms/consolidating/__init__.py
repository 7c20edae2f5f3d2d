"""Adding up periodic reports: which are in, what they say together, how that differs from what was added up before."""
