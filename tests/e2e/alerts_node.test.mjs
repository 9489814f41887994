// Alerts from the air to the officer and back: a real node hears by UDP a search-and-rescue transmitter and two ships
// that sail at each other, its watch raises them, the console shows them over the map; one is acknowledged by a key, the
// other dismissed for a reason; both stay so when the page is loaded again and when the node is started again.
// What the console does with every other kind and state is alerts.test.mjs's, on a mock.

import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, it } from "node:test";
import { send_by_udp } from "./ais_talk.mjs";
import { kPatience, Node, on_own_nodes, read, until } from "./harness.mjs";

const kBeacon = { mmsi: 970_000_001, status: 14, lat: 25.05, lon: 57.1, sog_kn: 0, cog_deg: 0 };
/** Head on, 2.4 nm apart: they meet in six minutes. Numbers from 499 belong to nobody. */
const kShip = { ship_type: 70, length_m: 180, beam_m: 30, lat: 25.2, sog_kn: 12 };
const kEastbound = { ...kShip, mmsi: 499_000_001, name: "TEST EASTBOUND", lon: 57.0, cog_deg: 90 };
const kWestbound = { ...kShip, mmsi: 499_000_002, name: "TEST WESTBOUND", lon: 57.0442, cog_deg: 270 };

async function free_udp_port() {
  const socket = createSocket("udp4");
  await new Promise((done) => socket.bind(0, "127.0.0.1", done));
  const { port } = socket.address();
  await new Promise((done) => socket.close(done));
  return port;
}

on_own_nodes("alerts of a real node", (stage) => {
  let node, air, folder, page;
  /** By kind, as the node has them. */
  const ids = {};
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "narrows-e2e-alerts-"));
    const port = await free_udp_port();
    const config = join(folder, "node.toml");
    writeFileSync(config, `node = "test"\n[[source]]\nname = "coast"\ninput = "udp://127.0.0.1:${port}"\n`);
    node = await Node.start(["--config", config], { silent: true });
    air = send_by_udp(port, [kBeacon, kEastbound, kWestbound]);
  });
  after(async () => {
    air?.stop();
    await node?.end();
    rmSync(folder, { recursive: true, force: true });
  });
  const get = async (path) => {
    const response = await fetch(`${node.url}${path}`);
    assert.ok(response.ok, `${path}: ${response.status}`);
    return response.json();
  };
  const alert = (kind) => get(`/api/v1/alerts/${encodeURIComponent(ids[kind])}`);
  const row = (kind) => page.getByTestId(`alert-${ids[kind]}`);
  const state_of = (kind) => row(kind).getAttribute("data-state");
  const show = (state) => page.getByTestId("alerts-state").selectOption(state);

  it("stand over the map when the watch has raised them", async () => {
    page = await stage.open("#25.12,57.05,11&palette=night&lang=en", { url: node.url });
    const strip = page.getByTestId("alert-strip");
    const over_map = async (kind) => (await strip.count()) > 0 && kind.test(await read(strip));
    await until("the call for help", () => over_map(/1\s+Distress\s.*\s+A search and rescue transmitter sends/));
    // The rule judges ships that it has known for a minute.
    await until("the ships", () => over_map(/Collision risk\s+Time to act/), kPatience + 60_000);
    for (const { id, kind } of (await get("/api/v1/alerts")).alerts) ids[kind] = id;
    assert.deepEqual(Object.keys(ids).sort(), ["collision_risk", "distress"], "and nothing else is raised");
    assert.deepEqual((await alert("distress")).vessels.map(({ mmsi }) => mmsi), [kBeacon.mmsi]);
    await stage.shot(page, "alerts-node-strip");
  });

  it("are listed, and argue with what was heard", async () => {
    await page.getByTestId("map").focus();
    await page.keyboard.press("Shift+a");
    await row("collision_risk").click();
    await page.getByTestId("evidence").locator("canvas").first().waitFor();
    const facts = await read(page.getByTestId("alert-detail"));
    for (const { name } of [kEastbound, kWestbound]) assert.match(facts, new RegExp(name));
    const { tracks } = await get(`/api/v1/alerts/${encodeURIComponent(ids.collision_risk)}/evidence`);
    assert.deepEqual(tracks.map(({ mmsi }) => mmsi).sort(), [kEastbound.mmsi, kWestbound.mmsi]);
    for (const { points } of tracks) assert.ok(points.length > 2 && points.some(({ used }) => used), JSON.stringify(points));
    await stage.shot(page, "alerts-node-evidence");
  });

  it("are acknowledged by a key, and dismissed for a reason", async () => {
    await row("distress").click();
    await page.getByTestId("map").focus();
    await page.keyboard.press("h");
    await until("the distress to be acknowledged", async () => (await state_of("distress")) === "acknowledged");
    await row("collision_risk").click();
    await page.getByTestId("map").focus();
    await page.keyboard.press("Shift+x");
    await page.getByTestId("dismiss-note").fill("both spoken to by radio");
    await page.getByTestId("dismiss-known").click();
    await until("it to leave the active ones", async () => (await row("collision_risk").count()) === 0);
    const { state, dismissed_reason, log } = await alert("collision_risk");
    assert.deepEqual([state, dismissed_reason, log.at(-1).note], ["dismissed", "known", "both spoken to by radio"]);
    assert.equal((await alert("distress")).state, "acknowledged");
  });

  const both_kept = async () => {
    await page.getByTestId("alert-rows").waitFor();
    await until("the acknowledged one", async () => (await row("distress").count()) === 1 && (await state_of("distress")) === "acknowledged");
    assert.equal(await row("collision_risk").count(), 0, "dismissed is not active");
    await show("dismissed");
    await row("collision_risk").waitFor();
    await row("collision_risk").click();
    await until("why", async () => /both spoken to by radio/.test(await read(page.getByTestId("alert-log"))));
    await show("active");
  };

  it("are as they were left when the page is loaded again", async () => {
    await page.reload();
    await both_kept();
    assert.equal(await page.getByTestId("alert-strip").count(), 0, "what was answered no longer stands over the map");
    await stage.shot(page, "alerts-node-kept");
  });

  it("and when the node is started again while all of it goes on", async () => {
    stage.expect_failures = true;
    await node.stop();
    await page.getByTestId("alerts-stale").waitFor();
    await node.start();
    await page.reload();
    await both_kept();
    stage.expect_failures = false;
    const { alerts } = await get("/api/v1/alerts");
    assert.deepEqual(alerts.map(({ id }) => id).sort(), Object.values(ids).sort(), "no situation is raised twice");
  });

  it("come of rules whose values by class of ship are tried on the past, saved and there again, and taken back", async () => {
    const of_tankers = async () => {
      const { rules } = await get("/api/v1/rules");
      return rules.find(({ kind }) => kind === "drifting").parameters.find(({ name }) => name === "minutes").by_class.tanker;
    };
    const open_rule = async () => {
      await page.getByTestId("map").focus();
      if ((await page.getByTestId("rule-choice").count()) === 0) await page.keyboard.press("Shift+t");
      await page.getByTestId("rule-choice").selectOption("drifting");
      await page.getByTestId("parameter-minutes").waitFor();
    };
    const field = page.getByTestId("parameter-tanker-minutes");
    assert.equal(await of_tankers(), undefined, "no class has a value of its own at first");
    await open_rule();
    await page.getByTestId("class-add-minutes").selectOption("tanker");
    await field.fill("6.5");
    await page.getByTestId("rule-try").click();
    await page.getByTestId("dry-run").waitFor();
    // None of those heard is a tanker adrift: the change takes nothing away and adds nothing.
    assert.match(await read(page.getByTestId("dry-run")), /0 alerts more[\s\S]*0 alerts fewer/);
    assert.equal(await of_tankers(), undefined, "a trial changes nothing");
    await stage.shot(page, "alerts-node-rule");
    await page.getByTestId("rule-save").click();
    await page.getByTestId("rule-undo").waitFor();
    assert.equal(await of_tankers(), 6.5);
    await page.reload();
    await open_rule();
    assert.equal(await field.inputValue(), "6.5");
    await page.getByTestId("class-remove-tanker-minutes").click();
    await page.getByTestId("rule-save").click();
    await until("the class to be as all others", async () => (await of_tankers()) === undefined);
    await page.getByTestId("rule-undo").click();
    await until("that to be undone", async () => (await of_tankers()) === 6.5);
    await field.waitFor();
    // A pair is not of one class: no value of that kind is offered, nor taken.
    await page.getByTestId("rule-choice").selectOption("collision_risk");
    await page.getByTestId("rule-for-all").waitFor();
    assert.equal(await page.locator(".class-add").count(), 0);
    const { csrf } = await get("/api/v1/session");
    const refused = await fetch(`${node.url}/api/v1/rules/collision_risk`, {
      method: "PUT", headers: { "content-type": "application/json", "X-Narrows-CSRF": csrf }, body: JSON.stringify({ by_class: { tanker: { caution_nm: 2 } } }),
    });
    assert.equal(refused.status, 422);
    await page.close();
  });
});
