"""Imports into many surveys and builds them, such as the parts of a divided one, on as many processors or machines as
there are.

datatrove runs them: here, or on a cluster by Slurm or Ray. What is done once is not done again, however often it was
broken off.
"""
