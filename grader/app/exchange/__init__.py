"""Questions to and from other systems: Moodle XML, GIFT, QTI 2.1 and 3.0, CSV."""
