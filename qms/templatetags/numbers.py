"""Numbers of records in texts, made links where the reader reaches the record."""

from django import template

from qms.views.number_links import mark_numbers

register = template.Library()
register.filter("numbers", mark_numbers)
