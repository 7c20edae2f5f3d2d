"""Where documents are written, as operations ask for it."""

from qms.registry import Workshop, registry


def workshop() -> Workshop:
    """The workshop that the cms app registered."""
    assert registry.workshop is not None, "the cms app registers the workshop"
    return registry.workshop
