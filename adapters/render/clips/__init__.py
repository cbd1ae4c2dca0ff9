"""Video clips from outside: measured, decoded and drawn, every byte of them read in processes
of their own, whose memory, time and reach are limited."""
