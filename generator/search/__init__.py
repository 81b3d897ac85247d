"""The search: makes the index files of a catalogue, and ranks papers with them in Python as the browser does in
JavaScript.
"""
