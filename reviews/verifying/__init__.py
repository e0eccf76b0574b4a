"""What `verify_record` checks of reviews, signatures, publications and what ended them: a module for each kind."""
