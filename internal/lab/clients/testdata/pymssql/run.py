"""Runs the batches of standard input (a JSON array of strings) on one connection with
pymssql and prints one JSON object per batch: rows as lists of [column, text], errors."""
import json
import os
import sys

import pymssql

host, port, user, version = sys.argv[1:5]
batches = json.load(sys.stdin)
connection = pymssql.connect(server=host, port=port, user=user, password=os.environ["LAB_PASSWORD"],
                             database="master", tds_version=version, login_timeout=15, timeout=30, autocommit=True)
cursor = connection.cursor()


def text(value):
    if value is None:
        return None
    if isinstance(value, (bytes, bytearray)):
        return "0x" + value.hex().upper()
    return str(value)


for batch in batches:
    out = {"rows": [], "messages": [], "errors": []}
    try:
        cursor.execute(batch)
        while True:
            if cursor.description:
                names = [d[0] for d in cursor.description]
                out["rows"] += [[[n, text(v)] for n, v in zip(names, row)] for row in cursor.fetchall()]
            if not cursor.nextset():
                break
    except pymssql.Error as e:
        number = e.args[0][0] if e.args and isinstance(e.args[0], tuple) else e.args[0]
        out["errors"].append({"number": number, "text": str(e)})
    print(json.dumps(out))
