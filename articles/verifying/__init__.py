"""What `verify_record` checks of texts, pictures, search and imports: a module for each kind."""
