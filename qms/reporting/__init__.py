"""Periodic reports: forms and schemes as data, figures, what differs now, printing."""
