"""What a minor correction is: measured, in the words that change."""
