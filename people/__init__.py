"""The people who work on the library: who they are, what they may do, how they come and how they leave."""
