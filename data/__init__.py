"""What is true: the catalogue, the extract, the statistics and the services that join them."""
