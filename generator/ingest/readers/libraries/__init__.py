"""Readers of what programs for references export: RIS, CSL-JSON, EndNote XML, and the text of Web of Science."""
