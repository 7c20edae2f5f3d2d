"""Templates of the printed forms, and the script that builds the Word ones."""
