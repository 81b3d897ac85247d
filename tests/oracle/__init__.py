"""What is slow on purpose: each module says plainly what a clever one of the generator must find.

They share no code with what they are compared with, but for the words of a text and the numbers of a formula.
"""
