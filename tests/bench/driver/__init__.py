"""E, the physical limit: the database's own driver, SQL by hand and orjson behind a bare WSGI application."""
