"""All papers of a survey together: lists, relations, neighbours, counts, the map, and the labels and addresses of
pages.
"""
