"""Loads the product once in the server from which reading processes are forked; see reading_process."""

import gc

import django

django.setup()
gc.collect()
gc.freeze()  # what stands is shared with each process forked from here; looking for rubbish in it would copy it
