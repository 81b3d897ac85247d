"""The frozen records that floors pass to one another. They hold ids, never other records' objects.

So a stage can run on a batch of papers, in another process, or from a cache.
"""
