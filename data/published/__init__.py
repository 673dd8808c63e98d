"""What others published of the city, its counties, state and nation: the ground pages read."""
