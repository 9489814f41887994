#!/usr/bin/env python3
"""Ports of the world for the watch, from the World Port Index: tools/ports.py UpdatedPub150.csv >areas/ports.csv

The World Port Index (NGA Pub. 150) is in the public domain: https://msi.nga.mil/Publications/WPI
"""
import csv
import sys

print("# Ports of the world: number, name, latitude, longitude (degrees, WGS 84). Made by tools/ports.py from the World Port\n"
      "# Index, NGA Pub. 150 (public domain). Used where no area pack knows the ports. Not for navigation.")
writer = csv.writer(sys.stdout, lineterminator="\n")
with open(sys.argv[1], newline="", encoding="utf-8-sig") as rows:
    ports = [(int(float(row["World Port Index Number"])), row["Main Port Name"].strip(), float(row["Latitude"]),
              float(row["Longitude"])) for row in csv.DictReader(rows)]
for number, name, lat, lon in sorted(ports):
    writer.writerow([number, name, f"{lat:.4f}".rstrip("0").rstrip("."), f"{lon:.4f}".rstrip("0").rstrip(".")])
