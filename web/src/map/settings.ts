// What the officer may choose about the map.

/** Minutes ahead that COG/SOG vectors reach; 0 shows none. */
export const kVectorMinutes = [0, 3, 6, 12, 24] as const;
export const kDefaultVectorMinutes = 6;
