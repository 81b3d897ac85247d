"""The site: makes the pages of a catalogue, and lets MkDocs build a website from them."""
