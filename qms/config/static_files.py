"""How static files are named when they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

MODULES = "inspections/field/*.js"
"""Our ES modules. Scripts of others, such as Wagtail's, carry imports in strings that lead nowhere."""


class HashedModulesStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash of the content, also inside the imports of our own modules."""

    max_post_process_passes = 12  # one for each module that imports a module that imports ...
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (MODULES, ((r"""(?P<matched>from\s+["'](?P<url>\.[^"']+)["'])""", """from "%(url)s\""""),)),
    )
