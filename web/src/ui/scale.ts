// A round distance for the scale bar: nautical miles, and metres below a tenth of one.

const kNauticalMile = 1852;
const kLongest = 130;
const kMiles = [500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1];
const kMetres = [100, 50, 20, 10, 5, 2, 1];

/** The longest round distance that fits, with its width at so many metres a pixel. */
export function scale_bar(metres_per_px: number): { text: string; width_px: number } {
  for (const miles of kMiles) {
    const width_px = (miles * kNauticalMile) / metres_per_px;
    if (width_px <= kLongest) return { text: `${miles} nm`, width_px };
  }
  const metres = kMetres.find((length) => length / metres_per_px <= kLongest) ?? 1;
  return { text: `${metres} m`, width_px: metres / metres_per_px };
}
