"""Readers of what databases export or answer: arXiv, the ACL Anthology, PubMed, OpenAlex, Semantic Scholar and
Crossref.
"""
