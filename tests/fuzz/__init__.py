"""Every operation of the API asked what its description allows and what it does not, by schemathesis."""
