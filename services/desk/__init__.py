"""The desk of who keeps the records true: its pages under /beheer/, in Dutch only, and who may do what there."""
