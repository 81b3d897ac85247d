"""How a record becomes the text of a page."""
