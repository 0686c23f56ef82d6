"""Asks an X11 window to close, as the cross in its title bar does: close-window.py WINDOW_ID.

Without a window manager nobody else sends this message, and the xdotool of Debian 12 cannot.
"""

import sys

from Xlib import X
from Xlib.display import Display
from Xlib.protocol.event import ClientMessage

display = Display()
window = display.create_resource_object("window", int(sys.argv[1], 0))
message = (32, [display.intern_atom("WM_DELETE_WINDOW"), X.CurrentTime, 0, 0, 0])
window.send_event(ClientMessage(window=window, client_type=display.intern_atom("WM_PROTOCOLS"), data=message))
display.sync()
