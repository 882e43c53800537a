"""Subscriptions: what changed in a saved search, matched by the list's own filters and sent to a receiver."""
