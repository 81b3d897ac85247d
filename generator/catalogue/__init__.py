"""All papers together: who names whom, what resembles what, how things are counted, called and addressed."""
