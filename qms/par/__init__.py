"""Evidence for the index of public administration reform: criteria as data, records of a year that prove them."""
