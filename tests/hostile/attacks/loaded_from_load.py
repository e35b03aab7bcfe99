# expect: TLE
# levels: strict import weak none
# ruff: noqa
"""Says loaded before it is, then loops: costs two limits, not one without end."""

import os, struct

header = b'["loaded",0]'
for channel in range(3, 64):
    try:
        os.write(channel, struct.pack("<II", len(header), 0) + header)
        break
    except OSError:
        pass
while True:
    pass
