"""Stories: a card on paper, stories of the visitor's own, shared ones, and voices of the press."""
