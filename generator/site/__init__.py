"""The site: makes the pages of a catalogue as Markdown, and builds a website from them."""
