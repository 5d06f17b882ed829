"""Privacy: show people their data, delete it, and limit how long anything is kept."""
