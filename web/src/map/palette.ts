// Colours of the chart, the targets and the console round them, for day, dusk and night. One table, so that
// a test can hold every pair that must be readable against WCAG 2.2 AA. Red is for distress and alarms
// alone, magenta for traffic schemes as on paper charts, green for AIS targets as on a radar.

export const kPalettes = ["day", "dusk", "night"] as const;
export type PaletteName = (typeof kPalettes)[number];

export interface Palette {
  // Chart
  sea: string;
  land: string;
  coast: string;
  beyond: string;
  graticule: string;
  graticule_text: string;
  place: string;
  lane: string;
  lane_arrow: string;
  separation: string;
  separation_line: string;
  // Targets
  target: string;
  target_fill: string;
  sleeping: string;
  lost: string;
  vector: string;
  label: string;
  halo: string;
  selected: string;
  station: string;
  distress: string;
  distress_text: string;
  // Console
  bar: string;
  panel: string;
  field: string;
  border: string;
  text: string;
  dim: string;
  accent: string;
  live: string;
  replay: string;
  warning: string;
  alarm: string;
  on_colour: string;
}

export const kColours: Record<PaletteName, Palette> = {
  day: {
    sea: "#cfe2ec",
    land: "#efe5c4",
    coast: "#857a52",
    beyond: "#dde3e6",
    graticule: "#b3ccd9",
    graticule_text: "#46606e",
    place: "#5c5334",
    lane: "#d9c3dd66",
    lane_arrow: "#a8509f",
    separation: "#c77fbf66",
    separation_line: "#a8509f99",
    target: "#004f38",
    target_fill: "#ffffffcc",
    sleeping: "#3b6e5d",
    lost: "#5d6a70",
    vector: "#004f38",
    label: "#0c2b22",
    halo: "#e9f2f6",
    selected: "#0b4fb3",
    station: "#6b3d0e",
    distress: "#c1001f",
    distress_text: "#ffffff",
    bar: "#f4f7f9",
    panel: "#ffffff",
    field: "#ffffff",
    border: "#b9c6ce",
    text: "#14222a",
    dim: "#4b5d67",
    accent: "#00598f",
    live: "#006b43",
    replay: "#5b2fa8",
    warning: "#7f4a00",
    alarm: "#b3001b",
    on_colour: "#ffffff",
  },
  dusk: {
    sea: "#15283a",
    land: "#33352c",
    coast: "#8a866c",
    beyond: "#101c28",
    graticule: "#24405a",
    graticule_text: "#86a2b5",
    place: "#b9b296",
    lane: "#5b2f6340",
    lane_arrow: "#b968b3",
    separation: "#8f479055",
    separation_line: "#b968b399",
    target: "#86ecc0",
    target_fill: "#15283acc",
    sleeping: "#5fae90",
    lost: "#9aa8b0",
    vector: "#86ecc0",
    label: "#d6ece2",
    halo: "#0d1b28",
    selected: "#ffe28a",
    station: "#d9b07a",
    distress: "#ff5c50",
    distress_text: "#1d0300",
    bar: "#101d28",
    panel: "#172733",
    field: "#0f1b25",
    border: "#38505f",
    text: "#e0eaee",
    dim: "#a3b6bf",
    accent: "#84caf0",
    live: "#6fdca9",
    replay: "#c4b0ff",
    warning: "#f5b955",
    alarm: "#ff8074",
    on_colour: "#07121a",
  },
  night: {
    sea: "#04080c",
    land: "#14150f",
    coast: "#5d5945",
    beyond: "#080a0b",
    graticule: "#0f1b24",
    graticule_text: "#57707e",
    place: "#77735c",
    lane: "#2c163050",
    lane_arrow: "#7a4277",
    separation: "#4d255080",
    separation_line: "#7a427799",
    target: "#5cc093",
    target_fill: "#04080ccc",
    sleeping: "#397459",
    lost: "#6d777c",
    vector: "#5cc093",
    label: "#93b8a7",
    halo: "#04080c",
    selected: "#e6c66a",
    station: "#94754a",
    distress: "#ff4f42",
    distress_text: "#1d0300",
    bar: "#080d11",
    panel: "#0c1318",
    field: "#060b0f",
    border: "#25323a",
    text: "#aab8bc",
    dim: "#7f8f95",
    accent: "#6ba6c4",
    live: "#52ab80",
    replay: "#9a86d6",
    warning: "#d09a45",
    alarm: "#ff6a5e",
    on_colour: "#05090c",
  },
};
