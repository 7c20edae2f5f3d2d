"""Planning an inspection from a visit of the programme, as its pages take it."""

from inspections.visit_plans import blank_from_line, first_working_day

__all__ = ["blank_from_line", "first_working_day"]
