#!/usr/bin/env python3
"""Print the password file, in Apache's {SHA} format, for the accounts of a CSV file.

htpasswd.py ACCOUNTS    with the columns user and password
"""

import base64
import csv
import hashlib
import sys

with open(sys.argv[1], newline="", encoding="utf-8") as file:
    for row in csv.DictReader(file):
        digest = hashlib.sha1(row["password"].encode("utf-8")).digest()
        print(f"{row['user']}:{{SHA}}{base64.b64encode(digest).decode('ascii')}")
