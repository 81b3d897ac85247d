"""Readers of what databases answer: arXiv, the ACL Anthology, PubMed, OpenAlex, Semantic Scholar and Crossref."""
