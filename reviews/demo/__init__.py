"""What only a demo has: its accounts, the sample library, trial libraries. All of it is made through the real verbs."""
