"""How much a workbook may hold before it is refused; every importer and guard reads these."""

MEGABYTE = 1024 * 1024

FILE_BYTES = 30 * MEGABYTE
ENTRIES = 2_000
UNPACKED_BYTES = 300 * MEGABYTE
# Repetitive registers pack 20 to 60 times; a bomb packs about a thousand times.
RATIO = 200
RATIO_FROM = 20 * MEGABYTE

ROWS = 100_000
# Of a kind whose rows are held together, since they rest on one another.
WHOLE_ROWS = 20_000
COLUMNS = 256
# The reader lays sheets out as full rectangles, so a wide sheet may not be deep as well.
WIDE_FROM_COLUMN = 50
WIDE_ROWS = 20_000
CELLS = 5_000_000
# Text that the cells of a workbook hold together once shared strings are copied into them.
TEXT_BYTES = 400 * MEGABYTE
