"""What runs beside the app: the image, the proxy, units, and an operator's commands."""
