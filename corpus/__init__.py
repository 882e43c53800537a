"""On Record's corpus: from raw articles to who said what, where and when."""

# As in pyproject.toml, which an installed copy may not have.
__version__ = "0.1.0"
