"""Readers of the formats that reference managers export: RIS, CSL-JSON, EndNote XML, and the tagged text of Web of
Science.
"""
