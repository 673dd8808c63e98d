"""What is shown: pages, components and figures."""
