"""Template tags of the services room."""
