import { describe, expect, it } from "vitest";
import { kBackOff, kHelloTimeout, kStallLeast, kStallTimeout, start_link, step_link, type Link, type LinkEvent } from "./link";

/** Steps through events with their times; gives the last state and every action. */
function walk(events: [number, LinkEvent][], link: Link = start_link(0), jitter = 0.5): { link: Link; actions: string[] } {
  const actions: string[] = [];
  for (const [now, event] of events) {
    const [next, action] = step_link(link, event, now, jitter);
    link = next;
    if (action !== null) actions.push(action);
  }
  return { link, actions };
}

const hello: LinkEvent = { type: "hello", tick_ms: 1000 };
const tick: LinkEvent = { type: "tick" };
const closed: LinkEvent = { type: "closed" };
const time: LinkEvent = { type: "time" };

describe("the link", () => {
  it("is live from the hello on, and stays so while ticks come", () => {
    const { link } = walk([[100, hello], [1100, tick], [2000, time], [2100, tick], [4000, time]]);
    expect(link).toMatchObject({ phase: "live", heard_at: 2100, since: 100 });
  });

  it("stalls when three ticks are missing, at the very moment, and recovers by a tick", () => {
    const before = walk([[0, hello], [1000, tick], [1000 + kStallLeast - 1, time]]).link;
    expect(before.phase).toBe("live");
    const stalled = walk([[1000 + kStallLeast, time]], before).link;
    expect(stalled).toMatchObject({ phase: "stalled", heard_at: 1000 });
    expect(walk([[4500, tick]], stalled).link).toMatchObject({ phase: "live", heard_at: 4500 });
  });

  it("allows slow ticks their own pace", () => {
    const slow: LinkEvent = { type: "hello", tick_ms: 5000 };
    expect(walk([[0, slow], [14_999, time]]).link.phase).toBe("live");
    expect(walk([[0, slow], [15_000, time]]).link.phase).toBe("stalled");
  });

  it("gives a stalled connection up, then waits and opens anew", () => {
    const { link, actions } = walk([[0, hello], [3000, time], [3000 + kStallTimeout - 1, time]]);
    expect(link.phase).toBe("stalled");
    expect(actions).toEqual([]);
    const given_up = walk([[3000 + kStallTimeout, time]], link);
    expect(given_up.link.phase).toBe("waiting");
    expect(given_up.actions).toEqual(["close"]);
    const again = walk([[given_up.link.retry_at - 1, time], [given_up.link.retry_at, time]], given_up.link);
    expect(again.link.phase).toBe("connecting");
    expect(again.actions).toEqual(["open"]);
  });

  it("gives up on a node that never says hello", () => {
    expect(walk([[kHelloTimeout - 1, time]]).actions).toEqual([]);
    expect(walk([[kHelloTimeout, time]]).actions).toEqual(["close"]);
  });

  it("backs off step by step to the longest wait, and begins anew after a hello", () => {
    let link = start_link(0);
    const waits: number[] = [];
    let now = 0;
    for (let i = 0; i < kBackOff.length + 2; ++i) {
      [link] = step_link(link, closed, now, 0.5);
      waits.push(link.retry_at - now);
      now = link.retry_at;
      [link] = step_link(link, time, now, 0.5);
    }
    expect(waits).toEqual([...kBackOff, kBackOff.at(-1), kBackOff.at(-1)]);
    const { link: fresh } = walk([[now, hello], [now + 10, closed]], link);
    expect(fresh.retry_at - (now + 10)).toBe(kBackOff[0]);
  });

  it("spreads attempts by a fifth either way", () => {
    expect(walk([[0, closed]], start_link(0), 0).link.retry_at).toBe(400);
    expect(walk([[0, closed]], start_link(0), 0.999999).link.retry_at).toBe(600);
  });

  it("keeps when it last heard the node through every failure", () => {
    const { link } = walk([[0, hello], [1000, tick], [1500, closed], [2100, time], [2200, closed]]);
    expect(link).toMatchObject({ phase: "waiting", heard_at: 1000, failures: 2 });
  });

  it("tries at once when asked to, but only while waiting", () => {
    const waiting = walk([[0, closed]]).link;
    expect(walk([[1, { type: "retry" }]], waiting)).toMatchObject({ link: { phase: "connecting" }, actions: ["open"] });
    expect(walk([[0, hello], [1, { type: "retry" }]]).actions).toEqual([]);
  });

  it("is not moved by the echoes of a connection it gave up", () => {
    const waiting = walk([[0, closed]]).link;
    for (const echo of [hello, tick, closed]) expect(step_link(waiting, echo, 5, 0)[0]).toEqual(waiting);
  });
});
