"""The records that floors hand to one another: frozen, and holding ids, never another record's object.

So a stage can run on a batch, in another process, or from a cache.
"""
