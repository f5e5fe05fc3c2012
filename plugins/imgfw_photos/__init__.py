"""A library of photos: organized into folders by what a model sees in them, as a plan that can be undone."""
