"""The review desk: one quotation after the other, decided by a key or a button."""
