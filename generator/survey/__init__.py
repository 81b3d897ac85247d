"""The curator's folder: read, edited, begun."""
