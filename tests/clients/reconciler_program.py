"""A table of names, reconciled by the package `reconciler`: prints its rows as JSON. Run by test_reconciliation."""

import json
import sys

import pandas as pd
from reconciler import reconcile

service, table = sys.argv[1], json.loads(sys.argv[2])
frame = pd.DataFrame(table)
found = reconcile(
    frame["name"],
    type_id="person",
    top_res=2,
    property_mapping={"roles": frame["role"]},
    reconciliation_endpoint=service,
)
sys.stdout.write(found.to_json(orient="records"))
