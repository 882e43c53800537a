"""The questions of docs/gallery: asked of the API, counted into tables, drawn."""
