"""How fast the portal is: scratch data sets, measurements and the bounds they must keep. No part of the portal."""
