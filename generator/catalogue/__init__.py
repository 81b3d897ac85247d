"""The catalogue: assembles all papers of a survey, relates them to one another, counts them, and gives them labels and
addresses.
"""
