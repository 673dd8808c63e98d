"""What a city is: its facts, apart from everything that any city has."""
