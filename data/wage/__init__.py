"""The page of wages: law, votes, estimates of others, pay by race, what studies found."""
