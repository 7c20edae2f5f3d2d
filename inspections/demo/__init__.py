"""The demonstration's inspections: programmes, visits, findings, nonconformities and actions over two years."""
