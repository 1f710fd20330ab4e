"""What people say of answers: good, or what is wrong with them; kept beside the index."""
