"""The baseline of the benchmarks: a plain stratified lowest-hash draw with csv, hashlib and heapq.

usage: python3 baseline.py objects.csv SEED PERCENT
"""

import csv
import hashlib
import heapq
import sys

path, seed, percent = sys.argv[1], sys.argv[2], float(sys.argv[3])
cells = {}
with open(path, newline="", encoding="utf-8-sig") as file:
    for row in csv.DictReader(file):
        if row["登记状态"] not in ("", "存续"):
            continue
        ticket = hashlib.sha256(f"{seed}:object:{row['统一社会信用代码']}".encode()).hexdigest()
        cells.setdefault((row["风险等级"], row["信用等级"]), []).append((ticket, row["统一社会信用代码"]))
drawn = sum(len(heapq.nsmallest(int(len(cell) * percent // 100), cell)) for cell in cells.values())
print(f"{drawn} drawn")
