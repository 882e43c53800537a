"""How the shipped model is made: ``python -m corpus.extraction.training DATA``. Needs requirements.txt beside it."""
