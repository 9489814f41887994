// The windows of one console in one browser, linked by a BroadcastChannel: what follow.ts decides, done.

import type { Console } from "../console";
import type { SeaMap } from "../map/sea_map";
import { Follower } from "./follow";
import { new_id } from "./stored";

const kChannel = "narrows.follow";

interface Link {
  follower: Follower;
  channel: BroadcastChannel | null;
}
const kLinks = new WeakMap<Console, Link>();

/** A second window opens linked, and links the first; a window opened otherwise is not. */
function link_of(console_: Console): Link {
  let link = kLinks.get(console_);
  if (link === undefined) {
    const second = window.name.startsWith("narrows-second");
    link = { follower: new Follower(new_id(), second), channel: typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(kChannel) };
    kLinks.set(console_, link);
  }
  return link;
}

export function linked(console_: Console): boolean {
  return link_of(console_).follower.linked;
}
export function set_linked(console_: Console, on: boolean): void {
  link_of(console_).follower.linked = on;
}

export function open_second_window(console_: Console): void {
  set_linked(console_, true);
  window.open(window.location.href, `narrows-second-${new_id()}`, "popup,width=1200,height=800");
}

/** Ties a map to the others' for as long as it is there; gives what unties it. */
export function follow_windows(console_: Console, map: SeaMap): () => void {
  const { follower, channel } = link_of(console_);
  if (channel === null) return () => {};
  const tell = (): void => {
    const message = follower.moved({ ...map.view(), selected: console_.snapshot().selected });
    if (message !== null) channel.postMessage(message);
  };
  const hear = (event: MessageEvent): void => {
    const told = follower.told(event.data);
    if (told === null) return;
    map.go_to(told.lat, told.lon, told.zoom);
    if (told.selected !== console_.snapshot().selected) console_.select(told.selected);
  };
  channel.addEventListener("message", hear);
  const stop_map = map.on_rest(tell);
  const stop_state = console_.subscribe(tell);
  return () => {
    channel.removeEventListener("message", hear);
    stop_map();
    stop_state();
  };
}
