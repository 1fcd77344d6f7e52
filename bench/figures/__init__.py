"""What is measured of Chatire, one file a figure."""
