"""What funders are to give by their lines, what they are asked for, and what came in."""
