"""Benchmarks: the product beside its peers, on one corpus, on one machine, in one run. See docs/performance.md."""
