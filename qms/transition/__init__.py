"""How references follow from one edition to the next: correspondence, plan, ledger, later work, provenance."""
