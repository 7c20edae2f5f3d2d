"""The demonstration: an invented administration with years of records, dated 15/07/2020."""
