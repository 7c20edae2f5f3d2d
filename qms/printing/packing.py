"""Word files without packing times, so that the same content is the same bytes."""

import zipfile
from io import BytesIO

# The oldest day that a zip entry knows.
PACKED = (1980, 1, 1, 0, 0, 0)


def without_times(packed: BytesIO) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, PACKED), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
