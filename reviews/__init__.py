"""Who agreed, and what happens next."""
