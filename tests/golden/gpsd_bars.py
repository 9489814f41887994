"""gpsdecode's lines of fields between bars, made from unscaled gpsd JSON: what sample.aivdm.chk holds.

Only the types and applications that occur there.
"""

# Members in the order of the line, behind type, repeat and mmsi.
COLUMNS = {
    1: "status turn speed accuracy lon lat course heading second maneuver raim radio",
    4: "timestamp accuracy lon lat epfd raim radio",
    5: "imo ais_version callsign shipname shiptype to_bow to_stern to_port to_starboard epfd eta draught destination dte",
    7: "mmsi1 mmsi2 mmsi3 mmsi4",
    9: "alt speed accuracy lon lat course second regional dte raim radio",
    10: "dest_mmsi",
    12: "seqno dest_mmsi retransmit text",
    14: "text",
    15: "mmsi1 type1_1 offset1_1 type1_2 offset1_2 mmsi2 type2_1 offset2_1",
    16: "mmsi1 offset1 increment1 mmsi2 offset2 increment2",
    17: "lon lat data",
    18: "reserved speed accuracy lon lat course heading second regional cs display dsc band msg22 raim radio",
    19: "reserved speed accuracy lon lat course heading second regional shipname shiptype to_bow to_stern to_port "
        "to_starboard epfd raim dte assigned",
    20: " ".join(f"offset{i} number{i} timeout{i} increment{i}" for i in range(1, 5)),
    21: "aid_type name accuracy lon lat to_bow to_stern to_port to_starboard epfd second regional off_position raim "
        "virtual_aid",
    22: "channel_a channel_b txrx power ne_lon ne_lat sw_lon sw_lat addressed band_a band_b zonesize",
    23: "ne_lon ne_lat sw_lon sw_lat stationtype shiptype interval quiet",
    25: "addressed structured dest_mmsi app_id data",
    26: "addressed structured dest_mmsi app_id data radio",
    27: "status accuracy lon lat speed course raim gnss",
}
COLUMNS[2] = COLUMNS[3] = COLUMNS[1]
COLUMNS[11] = COLUMNS[4]
COLUMNS[13] = COLUMNS[7]
MET_HYDRO = ("lon lat timestamp wspeed wgust wdir wgustdir airtemp humidity dewpoint pressure pressuretend visibility "
             "waterlevel leveltrend cspeed cdir cspeed2 cdir2 cdepth2 cspeed3 cdir3 cdepth3 waveheight waveperiod "
             "wavedir swellheight swellperiod swelldir seastate watertemp preciptype salinity ice")
APPLICATIONS = {
    (235, 10): "ana_int ana_ext1 ana_ext2 racon light alarm stat_ext off_pos",
    (1, 11): MET_HYDRO,
    (1, 31): MET_HYDRO,
}
HEXADECIMAL = {"radio", "maneuver"}


def value(message, member):
    kind, what = message["type"], message.get(member, "?")
    if member in HEXADECIMAL or (kind, member) in ((9, "regional"), (18, "regional"), (19, "regional"),
                                                   (21, "off_position")):
        return f"0x{what:x}"
    if isinstance(what, bool):
        return str(int(what))
    return str(what)


def as_bars(message):
    fields = [str(message["type"]), str(message["repeat"]), f"{message['mmsi']:09d}"]
    members = COLUMNS.get(message["type"], "").split()
    if message.get("dest1") is not None:
        members = [member for member in members if member[2:] not in ("_lon", "_lat")]
        members[4:4] = ["dest1", "dest2"]
    if message["type"] in (6, 8):
        members = "seqno dest_mmsi retransmit dac fid".split() if message["type"] == 6 else ["dac", "fid"]
        members += APPLICATIONS.get((message["dac"], message["fid"]), "data").split()
    return "|".join(fields + [value(message, member) for member in members])
