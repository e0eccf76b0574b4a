"""What happened, provably: canonical text, the clock, guarded rows and the chain of Events.

This room knows neither articles nor reviews; the rooms above tell it what they did.
"""
