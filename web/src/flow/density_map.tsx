// A small map of where the traffic was: density by cell, land, and the gate in question. Canvas, because it is
// thousands of cells; its figures are in the caption for who cannot see it.

import { useEffect, useRef, type ReactElement } from "react";
import type { Area, Gate } from "../area/pack";
import type { Density } from "./api";
import { shade } from "./tally";

const kWidth = 216;

export function DensityMap({ area, gate, density, most, caption, testid }: {
  area: Area; gate: Gate | null; density: Density | null; most: number; caption: string; testid: string;
}): ReactElement {
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const { west, east, south, north } = area.pack.bbox;
  const shrink = Math.cos(((south + north) / 2) * (Math.PI / 180));
  const height = Math.round((kWidth * (north - south)) / ((east - west) * shrink));
  useEffect(() => {
    const pane = canvas.current, context = pane?.getContext("2d");
    if (pane === null || context === null || context === undefined) return;
    const style = getComputedStyle(pane);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const x = (lon: number): number => ((lon - west) / (east - west)) * kWidth;
    const y = (lat: number): number => ((north - lat) / (north - south)) * height;
    const scale = window.devicePixelRatio;
    pane.width = kWidth * scale;
    pane.height = height * scale;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.fillStyle = colour("--field");
    context.fillRect(0, 0, kWidth, height);
    context.fillStyle = colour("--border");
    for (const ring of area.coast?.rings ?? []) {
      context.beginPath();
      for (let i = 0; i + 1 < ring.length; i += 2) context.lineTo(x(ring[i + 1]!), y(ring[i]!));
      context.fill();
    }
    if (density !== null) {
      context.fillStyle = colour("--accent");
      const w = (density.cell_deg / (east - west)) * kWidth, h = (density.cell_deg / (north - south)) * height;
      density.reports.forEach((reports, i) => {
        context.globalAlpha = 0.15 + 0.85 * shade(reports, most);
        context.fillRect(x(density.west[i]!), y(density.south[i]! + density.cell_deg), Math.max(1, w), Math.max(1, h));
      });
      context.globalAlpha = 1;
    }
    if (gate !== null) {
      context.strokeStyle = colour("--warning");
      context.lineWidth = 2;
      context.beginPath();
      for (const [lat, lon] of gate.line) context.lineTo(x(lon), y(lat));
      context.stroke();
    }
  }, [area, gate, density, most, west, east, south, north, height]);
  return (
    <figure className="flow-map" data-testid={testid} data-cells={density?.reports.length ?? ""}>
      <canvas ref={canvas} style={{ width: kWidth, height }} role="img" aria-label={caption} />
      <figcaption dir="auto">{caption}</figcaption>
    </figure>
  );
}
