"""A letter's file becomes the first values of the letter form."""
