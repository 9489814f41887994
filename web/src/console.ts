// The console's state outside React: the picture, the link, the area, and what the officer chose. React
// reads immutable snapshots of it; the map reads the picture itself. One instance a window.

import { load_area, type Area } from "./area/pack";
import { LinkDriver } from "./link/driver";
import { start_link, type Link } from "./link/link";
import { kVectorMinutes, kDefaultVectorMinutes } from "./map/settings";
import { kPalettes, type PaletteName } from "./map/palette";
import { classify, kClass } from "./map/classify";
import type { Danger } from "./map/marks";
import { Trails, trails_go_on } from "./map/trails";
import { lat_of, lon_of, Picture, type Cell, type Found } from "./picture/picture";
import { kNoFilter, type Filter, type Zones } from "./filter/filter";
import { FilterMask } from "./filter/mask";
import { filter_zones } from "./filter/zones";
import { about, kLanguages, type Digits, type Language } from "./i18n/languages";
import { kDefaultSort, same_sort, type Sort } from "./lists/columns";
import { SpeedMemory, type SpeedPoint } from "./past/speeds";
import { Siren } from "./sound/cadence";
import { distress_levels } from "./sound/distress";
import { Player } from "./sound/player";
import { kFirstSpeed, on_seeking, on_tick, read_replay, wish_of, write_replay, type Replay } from "./past/replay";
import { read_stored, write_stored } from "./storage";
import { read_hash, write_hash, type ViewHash } from "./view/hash";
import { decode_control, type Box, type Hello, type Tick } from "./wire/control";
import { decode_frame } from "./wire/frames";
import { kAbsent16 } from "./wire/layout";

export interface Distress {
  mmsi: number;
  kind: number;
  nav_status: number;
  lat: number;
  lon: number;
}

export interface ConsoleState {
  link: Link;
  hello: Hello | null;
  tick: Tick | null;
  /** This machine's clock when the tick came. */
  tick_at: number;
  area: Area | null;
  /** Name of a pack that the node named and does not have. */
  area_missing: string | null;
  palette: PaletteName;
  language: Language;
  vector_min: number;
  /** Digits of figures: Latin, or the language's own. Identifiers stay as they are on paper. */
  digits: Digits;
  /** Whether keys of one character set off commands (WCAG 2.1.4). */
  single_keys: boolean;
  /** Whether alerts sound. Mute shows itself. */
  sound: boolean;
  /** The browser does not let the page sound yet. */
  sound_blocked: boolean;
  /** An alert sounds, or would if it were not muted. */
  sounding: boolean;
  /** Whether dates also stand in the language's own calendar, where it has one. */
  own_calendar: boolean;
  selected: number | null;
  /** The dock or page that is open. */
  panel: string | null;
  filter: Filter;
  /** Whether the officer is drawing the filter's area on the map. */
  drawing: boolean;
  /** How many vessels of the picture pass the filter, and how many there are. */
  shown: { count: number; of: number };
  /** Of the list of vessels. */
  sort: Sort;
  /** Keys of the address that panels own: see `set_extra`. */
  extras: Readonly<Record<string, string>>;
  distress: Distress[];
  /** Vessels in danger by MMSI: bold, red, blinking until acknowledged. */
  danger: ReadonlyMap<number, Danger>;
  /** Vessels whose silence an alert stands for that nobody has acknowledged: once lost, they flash. */
  missed: ReadonlySet<number>;
  /** Targets in view that sleep because too many are awake. */
  slept: number;
  /** This window's own replay of the history; null: it shows what the node shows. */
  replay: Replay | null;
  /** Why the node refused a replay, in its words; null: it did not. */
  replay_refused: string | null;
  /** Frames that could not be read. */
  bad_frames: number;
  bad_frame: string;
}

/** Up to so many vessels the whole picture is taken, so that search knows them all; beyond, what is in view. */
const kWholePicture = 10_000;
const kStored = "console";
const kReplayKey = "replay";
/** Milliseconds of time between two writings of a replay's time into the address, at its pace. */
const kWriteEvery = 5_000;

function browser_language(): Language {
  const wanted = navigator.languages.map((tag) => tag.split("-")[0]);
  return kLanguages.find((language) => wanted.includes(language)) ?? "en";
}

/** The zones of the area pack that a filter may name. */
function zones_of(area: Area | null): Zones {
  return new Map((area === null ? [] : filter_zones(area)).map(({ id, polygons }) => [id, polygons]));
}

/** As it was chosen for this language, else as the language has it. */
function calendar_choice(language: Language): boolean {
  const kept = read_stored(`calendar.${language}`);
  return kept === null ? about(language).calendar_shown : kept === "on";
}

export class Console {
  readonly picture = new Picture();
  readonly trails = new Trails();
  readonly opening: ViewHash;
  readonly #speeds = new SpeedMemory();
  readonly #mask = new FilterMask(this.picture);
  #identities_came = false;
  #state: ConsoleState;
  #view: Pick<ViewHash, "lat" | "lon" | "zoom"> = {};
  /** The address as this window last wrote or adopted it. */
  #written = window.location.hash;
  #asked: Box | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #picture_listeners = new Set<() => void>();
  readonly #driver: LinkDriver;
  /** Alerts that sound: raise and clear them by an id with a prefix of your own ("distress:970…"). */
  readonly siren = new Siren();
  readonly #player: Player;
  /** Whether the node of this connection knows of the replay that is wished. */
  #replay_sent = false;
  /** The replay's time in the address. */
  #written_ms = 0;

  constructor() {
    this.opening = read_hash(window.location.hash);
    const kept = read_hash(read_stored(kStored) ?? "");
    this.#state = {
      link: start_link(Date.now()),
      hello: null,
      tick: null,
      tick_at: 0,
      area: null,
      area_missing: null,
      palette: this.opening.palette ?? kept.palette ?? "night",
      language: this.opening.language ?? kept.language ?? browser_language(),
      vector_min: this.opening.vector_min ?? kept.vector_min ?? kDefaultVectorMinutes,
      digits: this.opening.digits ?? kept.digits ?? "latin",
      single_keys: read_stored("single_keys") !== "off",
      sound: read_stored("sound") !== "off",
      sound_blocked: false,
      sounding: false,
      own_calendar: calendar_choice(this.opening.language ?? kept.language ?? browser_language()),
      selected: this.opening.mmsi ?? null,
      panel: this.opening.panel ?? null,
      filter: this.opening.filter ?? kNoFilter,
      drawing: false,
      shown: { count: 0, of: 0 },
      sort: this.opening.sort ?? kDefaultSort,
      extras: this.opening.others ?? {},
      distress: [],
      danger: new Map(),
      missed: new Set(),
      slept: 0,
      replay: read_replay(this.opening.others?.[kReplayKey] ?? ""),
      replay_refused: null,
      bad_frames: 0,
      bad_frame: "",
    };
    this.#player = new Player(this.siren, !this.#state.sound, (sound_blocked) => this.#set({ sound_blocked }));
    this.#mask.set(this.#state.filter, new Map());
    const scheme = window.location.protocol === "https:" ? "wss" : "ws";
    this.#driver = new LinkDriver(`${scheme}://${window.location.host}/ws/v1/picture`, {
      on_link: (link) => {
        if (link.phase === "waiting" || link.phase === "connecting") this.#replay_sent = false;
        this.#set({ link });
      },
      on_text: (text) => this.#on_text(text),
      on_bytes: (bytes) => this.#on_bytes(bytes),
    });
  }

  start(): void {
    this.#player.start();
    this.#driver.start();
  }
  stop(): void {
    this.#driver.stop();
  }

  readonly snapshot = (): ConsoleState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Called after each tick, and when the picture was cleared. */
  on_picture(listener: () => void): () => void {
    this.#picture_listeners.add(listener);
    return () => this.#picture_listeners.delete(listener);
  }

  retry(): void {
    this.#driver.retry();
  }

  select(mmsi: number | null): void {
    this.trails.follow(mmsi);
    this.#choose({ selected: mmsi });
  }
  set_palette(palette: PaletteName): void {
    this.#choose({ palette });
  }
  next_palette(): void {
    const at = kPalettes.indexOf(this.#state.palette);
    this.set_palette(kPalettes[(at + 1) % kPalettes.length]!);
  }
  set_language(language: Language): void {
    this.#choose({ language, own_calendar: calendar_choice(language) });
  }
  set_vector(minutes: number): void {
    this.#choose({ vector_min: minutes });
  }
  next_vector(): void {
    const at = kVectorMinutes.findIndex((minutes) => minutes === this.#state.vector_min);
    this.set_vector(kVectorMinutes[(at + 1) % kVectorMinutes.length]!);
  }

  set_digits(digits: Digits): void {
    this.#choose({ digits });
  }
  set_single_keys(single_keys: boolean): void {
    write_stored("single_keys", single_keys ? null : "off");
    this.#set({ single_keys });
  }
  set_sound(sound: boolean): void {
    write_stored("sound", sound ? null : "off");
    this.#player.mute(!sound);
    this.#set({ sound });
  }
  /** Quiets what sounds now; what comes later sounds again. */
  silence(): void {
    this.siren.silence();
    this.#set({ sounding: false });
  }
  set_own_calendar(own_calendar: boolean): void {
    write_stored(`calendar.${this.#state.language}`, own_calendar ? "on" : "off");
    this.#set({ own_calendar });
  }
  /** Opens a dock or page by its id, or closes what is open. Frame.open_panel also moves the focus. */
  set_panel(panel: string | null): void {
    this.#choose({ panel });
  }
  set_sort(sort: Sort): void {
    this.#choose({ sort });
  }
  set_drawing(drawing: boolean): void {
    this.#set({ drawing });
  }
  set_filter(filter: Filter): void {
    this.#mask.set(filter, zones_of(this.#state.area));
    this.#choose({ filter, shown: this.#count_shown() });
    this.#picture_changed();
  }

  /**
   * A part of the address that a panel owns (`layers`, `at`); null takes it out. Read it from `state.extras`:
   * it changes there when the officer pastes another address.
   */
  set_extra(key: string, value: string | null): void {
    const { [key]: _, ...others } = this.#state.extras;
    this.#choose({ extras: value === null ? others : { ...others, [key]: value } });
  }

  set_slept(slept: number): void {
    this.#set({ slept });
  }

  /** Replaces the set of vessels in danger; one that was in it stays acknowledged or not, as it was. */
  set_danger(mmsis: Iterable<number>): void {
    const before = this.#state.danger;
    this.#set({ danger: new Map([...mmsis].map((mmsi) => [mmsi, before.get(mmsi) ?? { acknowledged: false }])) });
  }
  set_missed(missed: ReadonlySet<number>): void {
    this.#set({ missed });
  }
  acknowledge_danger(mmsi: number): void {
    if (!this.#state.danger.has(mmsi)) return;
    this.#set({ danger: new Map(this.#state.danger).set(mmsi, { acknowledged: true }) });
  }

  /** Takes what an address names, as when the officer pastes another one. What it does not name of looks stays. */
  adopt({ palette, language, vector_min, digits, mmsi, panel, filter, sort, others }: ViewHash): void {
    this.#written = window.location.hash;
    this.#mask.set(filter ?? kNoFilter, zones_of(this.#state.area));
    this.#choose({
      ...(palette === undefined ? {} : { palette }),
      ...(language === undefined ? {} : { language, own_calendar: calendar_choice(language) }),
      ...(vector_min === undefined ? {} : { vector_min }),
      ...(digits === undefined ? {} : { digits }),
      selected: mmsi ?? null,
      panel: panel ?? null,
      filter: filter ?? kNoFilter,
      sort: sort ?? kDefaultSort,
      extras: others ?? {},
    });
    this.#adopt_replay(others?.[kReplayKey]);
    this.#set({ shown: this.#count_shown() });
    this.#picture_changed();
  }

  #adopt_replay(text: string | undefined): void {
    const wished = text === undefined ? null : read_replay(text);
    const { replay } = this.#state;
    if (wished === null) this.go_live();
    else if (replay === null || write_replay(replay) !== write_replay(wished)) this.#set_replay(wished, true);
  }

  /** 1 for each vessel of the cell that the filter lets through, distress always; null when it hides none. */
  mask(cell: Cell): Uint8Array | null {
    return this.#mask.of(cell, this.#state.tick?.now_ms ?? cell.now_us / 1000);
  }

  /** Whether a vessel is to be seen: it passes the filter, is in distress, or is selected. */
  visible(cell: Cell, index: number): boolean {
    const mask = this.mask(cell);
    return mask === null || mask[index] === 1 || cell.mmsi[index] === this.#state.selected;
  }

  /** The map came to rest: into the address, and to the node when it sends only what is in view. */
  set_view(lat: number, lon: number, zoom: number, box: Box | null): void {
    this.#view = { lat, lon, zoom };
    this.#write_hash();
    this.#ask_for(box);
  }

  /** What this window saw of the selected vessel's speed. */
  speeds_seen(mmsi: number): readonly SpeedPoint[] {
    return this.#speeds.of(mmsi);
  }

  /** Where the middle of the map is; of the area before there was a map. */
  view_centre(): { lat: number; lon: number } {
    const { lat, lon } = this.#view;
    if (lat !== undefined && lon !== undefined) return { lat, lon };
    return this.#state.area?.pack.view ?? { lat: 0, lon: 0 };
  }

  /** Shows the history at a time, at the pace of before or as given; `playing` keeps what it was. */
  replay_to(at_ms: number, change: Partial<Pick<Replay, "speed" | "playing">> = {}): void {
    const before = this.#state.replay ?? { speed: kFirstSpeed, playing: true };
    this.#set_replay({ speed: before.speed, playing: before.playing, ...change, at_ms, seeking: 0 }, true);
  }
  /** Changes the pace, or stops and goes on, where it stands. */
  set_replay_pace(change: Partial<Pick<Replay, "speed" | "playing">>): void {
    const { replay } = this.#state;
    if (replay !== null) this.#set_replay({ ...replay, ...change }, replay.seeking !== null);
  }
  go_live(): void {
    if (this.#state.replay === null) return;
    this.#set({ replay: null, replay_refused: null });
    this.#replay_sent = false;
    this.set_extra(kReplayKey, null);
    this.#driver.send({ live: true });
  }

  #set_replay(replay: Replay, with_time: boolean): void {
    this.#set({ replay, replay_refused: null });
    this.set_extra(kReplayKey, write_replay(replay));
    const { phase } = this.#state.link;
    if (phase !== "live" && phase !== "stalled") return; // asked for when there is a connection
    this.#replay_sent = true;
    this.#driver.send(wish_of(replay, with_time));
  }

  find_selected(): Found | null {
    return this.#state.selected === null ? null : this.picture.find(this.#state.selected);
  }

  /** Seconds that the node's clock is ahead of this machine's, as of the last tick; null before one. */
  readonly clock_difference_s = (): number | null => {
    const { tick, tick_at } = this.#state;
    return tick === null ? null : (tick.now_ms - tick_at) / 1000;
  };

  /** Node time now: the last tick's, moved on by this machine's clock at the picture's pace. */
  node_time(now: number): number | null {
    const { tick, tick_at, hello, link } = this.#state;
    if (tick === null) return null;
    if (hello?.mode !== "replay") return tick.now_ms + (now - tick_at);
    const tick_ms = hello.tick_ms;
    const since = link.phase === "live" ? Math.min(now - tick_at, tick_ms) : 0; // a replay stands when it stands
    return tick.now_ms + since * (tick.replay?.speed ?? hello.speed);
  }

  #set(change: Partial<ConsoleState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  #choose(change: Partial<ConsoleState>): void {
    this.#set(change);
    this.#write_hash();
    const { palette, language, vector_min, digits } = this.#state;
    write_stored(kStored, write_hash({ palette, language, vector_min, digits }));
  }

  #write_hash(): void {
    if (window.location.hash !== this.#written) return; // another was pasted a moment ago, and is about to be adopted
    const { palette, language, vector_min, digits, selected, panel, filter, sort, extras } = this.#state;
    const hash = write_hash({
      ...this.#view,
      ...(selected === null ? {} : { mmsi: selected }),
      palette, language, vector_min,
      ...(digits === "latin" ? {} : { digits }),
      ...(panel === null ? {} : { panel }),
      filter,
      ...(same_sort(sort, kDefaultSort) ? {} : { sort }),
      others: extras,
    });
    if (hash !== window.location.hash) window.history.replaceState(null, "", hash);
    this.#written = window.location.hash;
  }

  #count_shown(): { count: number; of: number } {
    let count = 0;
    let of = 0;
    for (const cell of this.picture.cells.values()) {
      const mask = this.mask(cell);
      of += cell.count;
      count += mask === null ? cell.count : mask.reduce((sum, one) => sum + one, 0);
    }
    return { count, of };
  }

  #bad(why: string): void {
    if (this.#state.bad_frames === 0) console.warn(`narrows: ${why}`);
    this.#set({ bad_frames: this.#state.bad_frames + 1, bad_frame: why });
  }

  #on_text(text: string): { tick_ms: number } | boolean {
    const control = decode_control(text);
    if (!control.ok) {
      this.#bad(control.error);
      return false;
    }
    if ("hello" in control.value) {
      const { hello } = control.value;
      const { replay: wished } = this.#state;
      // A connection begins with what the node shows; a replay of one's own is asked for on each.
      if (wished !== null && !hello.own && !this.#replay_sent) {
        this.#replay_sent = true;
        this.#driver.send(wish_of(wished, true));
      }
      this.#on_hello(hello);
      return { tick_ms: control.value.hello.tick_ms };
    }
    const { replay } = this.#state;
    if ("seeking" in control.value) {
      if (replay !== null) this.#set({ replay: on_seeking(replay, control.value.seeking) });
      return true; // a sign of life
    }
    if ("refused" in control.value) {
      this.#replay_sent = false;
      this.#set({ replay: null, replay_refused: control.value.refused });
      this.set_extra(kReplayKey, null);
      return true;
    }
    if ("tick" in control.value) {
      if (!this.#is_of_what_is_shown()) return true;
      this.trails.follow(this.#state.selected);
      this.trails.record(this.picture, control.value.tick.now_ms);
      if (replay !== null) this.#on_replay_tick(replay, control.value.tick);
      this.#mask.on_tick(this.#identities_came);
      this.#identities_came = false;
      this.#note_speed(control.value.tick.now_ms);
      const distress = this.#find_distress();
      this.siren.replace("distress:", distress_levels(replay === null ? distress : [])); // what was is not to be answered now
      this.#set({ tick: control.value.tick, tick_at: Date.now(), distress, shown: this.#count_shown(), sounding: this.siren.sounding !== null });
      this.#picture_changed();
      return true;
    }
    return false;
  }

  #on_replay_tick(replay: Replay, tick: Tick): void {
    const now = on_tick(replay, tick);
    this.#set({ replay: now });
    if (Math.abs(now.at_ms - this.#written_ms) < kWriteEvery * Math.max(1, replay.speed) && !(now.playing === false && now.at_ms !== this.#written_ms)) return;
    this.#written_ms = now.at_ms;
    this.set_extra(kReplayKey, write_replay(now));
  }

  /** Frames of now that were under way when the past was asked for, or the other way round, are nobody's. */
  #is_of_what_is_shown(): boolean {
    const { hello, replay } = this.#state;
    return (hello?.own ?? false) === (replay !== null);
  }

  #on_bytes(bytes: ArrayBuffer): void {
    if (!this.#is_of_what_is_shown()) return;
    const frame = decode_frame(bytes);
    if (!frame.ok) return this.#bad(frame.error);
    if ("cell" in frame.value) this.picture.apply_cell(frame.value.cell);
    else {
      this.picture.apply_identities(frame.value.identities);
      this.#identities_came = true;
    }
  }

  #on_hello(hello: Hello): void {
    this.picture.clear();
    if (hello.own || this.#state.hello?.own === true || !trails_go_on(this.#state.hello, hello)) this.trails.clear();
    this.#asked = null;
    const before = this.#state.hello?.area?.name;
    this.#set({ hello, distress: [], shown: { count: 0, of: 0 } });
    this.#picture_changed();
    if (hello.area !== undefined && hello.area.name !== before) void this.#load_area(hello.area.name);
  }

  async #load_area(name: string): Promise<void> {
    const area = await load_area(name);
    if (this.#state.hello?.area?.name !== name) return; // another node by now
    this.#mask.set(this.#state.filter, zones_of(area));
    this.#set({ area, area_missing: area === null ? name : null, shown: this.#count_shown() });
  }

  #picture_changed(): void {
    for (const listener of this.#picture_listeners) listener();
  }

  #ask_for(box: Box | null): void {
    if (box === null || (this.#state.tick?.vessels ?? 0) <= kWholePicture) return;
    const asked = this.#asked;
    const same = asked !== null && (["west", "south", "east", "north"] as const).every((side) => asked[side] === box[side]);
    if (same) return;
    this.#asked = box;
    this.#driver.send({ view: { bbox: [box.west, box.south, box.east, box.north] } });
    this.picture.keep_only(box);
  }

  #note_speed(now_ms: number): void {
    const { selected } = this.#state;
    const found = selected === null ? null : this.picture.find(selected);
    if (found === null) return this.#speeds.note(selected, now_ms, 0, kAbsent16);
    const { cell, index } = found;
    this.#speeds.note(selected, cell.now_us / 1000, cell.age[index]!, cell.sog[index]!);
  }

  #find_distress(): Distress[] {
    const found = new Map<number, Distress>();
    for (const cell of this.picture.cells.values()) {
      for (let index = 0; index < cell.count; ++index) {
        const kind = cell.kind[index]!;
        const nav_status = cell.nav_status[index]!;
        if (classify(kind, nav_status, 0, 0) !== kClass.distress) continue;
        const at: Found = { cell, index };
        found.set(cell.mmsi[index]!, { mmsi: cell.mmsi[index]!, kind, nav_status, lat: lat_of(at), lon: lon_of(at) });
      }
    }
    return [...found.values()].sort((a, b) => a.mmsi - b.mmsi);
  }
}
