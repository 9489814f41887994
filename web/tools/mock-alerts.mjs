// A mock of a node's watch for the mock node: invented alerts near its vessels, kept in memory, worked and tried as
// by the API of src/serve/openapi.json. It decides nothing: no rule runs here.

const kMinute = 60_000;

export class MockAlerts {
  constructor(vessels, now_ms, { empty = false } = {}) {
    this.vessels = vessels;
    this.now_ms = now_ms;
    this.version = 1;
    this.alerts = new Map();
    this.rules = [
      rule("rendezvous", "Two vessels near each other, slow, for long, far from port", 38, 9, [
        parameter("distance_m", "m", 250, 10, 5000, "default", "How near they are"),
        parameter("duration_min", "min", 20, 1, 1440, "default", "For how long"),
        parameter("speed_kn", "kn", 3, 0.1, 15, "default", "Slower than this"),
      ]),
      rule("collision_risk", "They will pass near each other soon, as they go", 120, 14, [
        parameter("dcpa_nm", "nm", 0.5, 0.05, 5, "measured", "Nearest they will be"),
        parameter("tcpa_min", "min", 12, 1, 60, "measured", "Until then"),
      ]),
      rule("drifting", "Moves across its heading at 1 to 5 kn", 12, 3, [parameter("duration_min", "min", 10, 1, 120, "V", "For how long")]),
      rule("loitering", "Slow and within a small place for long, not at anchor", 16, 5, [
        parameter("within_nm", "nm", 2, 0.1, 10, "default", "It stays within"),
        parameter("lasts_min", "min", 60, 10, 1440, "default", "For how long", { tanker: 120 }),
      ]),
    ];
    if (empty) return;
    const [a, b, c, d, e] = vessels.filter((vessel) => vessel.status === 0);
    this.raise("collision_risk", 1, [a, b], 9, { act_by: this.time(7.5), margins: { dcpa_nm: [0.18, 0.5], tcpa_min: [7.5, 12] }, why: `${name(a)} and ${name(b)} will pass 0.18 nm apart at ${this.time(7.5).slice(11, 16)} UTC; neither is alone bound to give way`, explanations: [explained("convoy", "no", "their courses differ by 62°"), explained("pilot boarding", "no", "neither is a pilot vessel")] });
    this.raise("rendezvous", 2, [c, d], 34, { margins: { distance_m: [180, 250], duration_min: [34, 20], speed_kn: [0.9, 3] }, why: `${name(c)} and ${name(d)} have lain 180 m apart for 34 min, 11 nm from the nearest port`, explanations: [explained("tug assistance", "no", "neither is a tug"), explained("bunkering", "unknown", "one is a tanker; no bunkering anchorage is near"), explained("jamming", "no", "positions of others here are steady")] });
    this.raise("drifting", 1, [e], 22, { margins: { duration_min: [22, 10] }, why: `${name(e)}, a tanker of 240 m, moves at 2.1 kn with its heading 71° off its course` });
    this.raise("ais_gap", 3, [b], 61, { margins: { silence_s: [2400, 120] }, why: `${name(b)} was silent for 40 min where receivers heard others`, held_by: "mock-interference" });
    this.raise("sudden_turn", 3, [d], 80, { state: "acknowledged", acknowledged_by: "omid", margins: { turn_deg: [84, 60] }, why: `${name(d)} turned by 84° within 2 min`, end: this.time(-70) });
  }

  time(minutes_ahead) {
    return new Date(this.now_ms() + minutes_ahead * kMinute).toISOString();
  }

  raise(kind, priority, vessels, minutes, more) {
    const id = `mock-${this.alerts.size + 1}`;
    const { lat, lon } = vessels[0];
    const begin = this.time(-minutes);
    this.put({
      id, kind, rule_version: "1.0.0", parameters: Object.fromEntries(Object.entries(more.margins).map(([key, [, threshold]]) => [key, threshold])), priority, confidence: 0.87,
      vessels: vessels.map((vessel) => ({ track: `mmsi:${vessel.mmsi}`, mmsi: vessel.mmsi, name: name(vessel) })),
      begin, decided: this.time(1 - minutes), end: null, lat, lon, explanations: [], observations: vessels.map(({ mmsi }) => `mmsi:${mmsi}@${begin}`),
      state: "open", changed_at: begin, exercise: "mock", node: "south-shore", log: [{ at: begin, who: "watch", what: "raise" }], ...more,
    });
    return id;
  }

  put(alert) {
    this.alerts.set(alert.id, { ...alert, version: ++this.version });
  }

  tick() {
    const open = [0, 0, 0];
    for (const { state, priority } of this.alerts.values()) if (state === "open") ++open[priority - 1];
    return { version: this.version, open };
  }

  /** [status, JSON] of a request, or null: not its business. */
  answer(method, url, body) {
    const { pathname, searchParams } = url;
    if (pathname === "/api/v1/alerts") return [200, this.list(searchParams)];
    if (pathname === "/api/v1/rules") return [200, { preset: "narrows", rules: this.rules }];
    if (pathname === "/api/v1/watch/load") return [200, this.load()];
    if (pathname === "/mock/raise") {
      const vessel = this.vessels.find((one) => one.status === 0);
      return [200, { id: this.raise("distress", 1, [vessel], 1, { margins: {}, why: `${name(vessel)} says nav status 14` }) }];
    }
    const [, , , what, id, deed] = pathname.split("/");
    if (what === "alerts") return this.one(method, id, deed, body);
    if (what === "rules") return this.rule(id, deed, body);
    return null;
  }

  list(query) {
    const after = query.get("changed_after");
    const states = query.get("state")?.split(",");
    const all = [...this.alerts.values()].filter((alert) => (after === null || alert.version > Number(after)) && (states === undefined || states.includes(alert.state)));
    all.sort((a, b) => (after === null ? b.version - a.version : a.version - b.version));
    return { version: this.version, alerts: all.map(({ log, ...alert }) => alert) };
  }

  one(method, id, deed, body) {
    const alert = this.alerts.get(id);
    if (alert === undefined) return [404, { detail: "There is no alert with this id." }];
    if (deed === undefined) return [200, alert];
    if (deed === "evidence") return [200, this.evidence(alert)];
    const states = { acknowledge: "acknowledged", assign: "assigned", dismiss: "dismissed", close: "closed", reopen: "open" };
    if (method !== "POST" || states[deed] === undefined) return [404, { detail: "There is nothing under this path." }];
    if (deed === "dismiss" && !body.reason) return [422, { detail: "Reason must be given." }];
    const log = [...alert.log, { at: this.time(0), who: "mock", what: deed, ...(body.note ? { note: body.note } : {}) }];
    this.put({ ...alert, state: states[deed], acknowledged_by: "mock", ...(body.to ? { assigned_to: body.to } : {}), ...(body.reason ? { dismissed_reason: body.reason } : {}), log });
    return [200, this.alerts.get(id)];
  }

  rule(kind, deed, body) {
    const at = this.rules.findIndex((one) => one.kind === kind);
    if (at < 0) return [404, { detail: "There is no rule of this kind." }];
    if (deed === "dry-run") {
      const [added] = [...this.alerts.values()];
      const { log, version, ...plain } = added;
      return [200, { from: body.from, to: body.to, before: { count: 38, per_hour: 0.23 }, after: { count: 61, per_hour: 0.36 }, added: [{ ...plain, id: "tried-1" }], gone: [] }];
    }
    const before = this.rules[at];
    const parameters = before.parameters.map((one) => {
      const by_class = { ...one.by_class };
      for (const [ship_class, values] of Object.entries(body.by_class ?? {})) {
        if (values[one.name] === null) delete by_class[ship_class];
        else if (values[one.name] !== undefined) by_class[ship_class] = values[one.name];
      }
      return { ...one, value: body.parameters?.[one.name] ?? one.value, by_class };
    });
    this.rules[at] = { ...before, enabled: body.enabled ?? before.enabled, parameters };
    return [200, this.rules[at]];
  }

  evidence(alert) {
    const begin = Date.parse(alert.begin), now = this.now_ms();
    const times = Array.from({ length: 60 }, (_, i) => begin - 10 * kMinute + (i * (now - begin + 10 * kMinute)) / 59);
    const series = Object.entries(alert.margins).filter(([what]) => /distance|dcpa|speed/.test(what)).map(([what, [value, threshold]]) => ({
      name: what, unit: what.split("_").at(-1), thresholds: [{ parameter: what, value: threshold, side: "below" }],
      points: times.map((at, i) => [new Date(at).toISOString(), value + Math.max(0, 20 - i) * threshold * 0.12]),
    }));
    const tracks = alert.vessels.map(({ track, mmsi, name: called }) => ({ track, mmsi, name: called, points: times.map((at, k) => ({ t: new Date(at).toISOString(), ...mock_place(alert, alert.vessels.findIndex((one) => one.mmsi === mmsi), (at - now) / kMinute), used: k % 6 === 0 })) }));
    return { tracks, series };
  }

  load() {
    const counts = [2, 1, 0, 3, 4, 2, 1, 5, 8, 6, 3, 2, 2, 4, 3, 1, 0, 1, 2, 7, 5, 3, 2, 4];
    const first = Math.floor(this.now_ms() / (60 * kMinute)) - 23;
    const hours = counts.map((all, i) => ({ from: new Date((first + i) * 60 * kMinute).toISOString(), p1: all > 6 ? 2 : all > 3 ? 1 : 0, p2: Math.floor(all / 3), p3: Math.ceil(all / 3) }));
    return { hours, targets: { per_hour: 6, p1_per_hour: 1 }, precision: this.rules.map(({ kind, measured }) => ({ kind, ...measured })) };
  }
}

/** The first comes from the west and the others from the north-east; by now they are where the alert is. */
function mock_place({ lat, lon }, vessel, minutes) {
  return vessel === 0 ? { lat, lon: lon + 0.002 * minutes } : { lat: lat - 0.0015 * minutes, lon: lon - 0.001 * minutes };
}
function name(vessel) {
  return vessel.name ?? String(vessel.mmsi);
}
function explained(what, verdict, because) {
  return { what, verdict, because };
}
function parameter(called, unit, value, least, most, origin, what, by_class = {}) {
  return { name: called, unit, value, default: value, least, most, origin, what, by_class };
}
function rule(kind, definition, alerts, dismissed, parameters) {
  const confirmed = alerts - 2 * dismissed;
  // As the node: a pair is not of one class.
  const per_class = !["rendezvous", "collision_risk"].includes(kind);
  return { kind, version: "1.0.0", enabled: true, title: kind.replaceAll("_", " "), definition, per_class, parameters, measured: { alerts, confirmed, dismissed, precision: Math.round((1000 * confirmed) / (confirmed + dismissed)) / 1000 } };
}
