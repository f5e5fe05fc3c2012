"""A run at work: the stages together with what they keep, and what all of them share."""
