"""Loads the product once in the server from which reading processes are forked; see reading_process."""

import gc

import django

django.setup()

from qms.importing.given_back import give_back  # noqa: E402 - once everything is loaded

give_back()
gc.freeze()  # what stands is shared with each process forked from here; looking for rubbish in it would copy it
