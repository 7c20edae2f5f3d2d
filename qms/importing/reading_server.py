"""Loads the product once in the server from which reading processes are forked; see reading_process."""

import django

django.setup()
