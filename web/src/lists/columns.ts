// The columns of the list of vessels and the order of its rows. Pure.

export const kColumns = ["name", "flag", "class", "speed", "course", "age", "distance", "destination", "status", "mmsi"] as const;
export type Column = (typeof kColumns)[number];

export interface Sort {
  column: Column;
  descending: boolean;
}

export const kDefaultSort: Sort = { column: "distance", descending: false };

/** "speed", or "-speed" for the fastest first. */
export function write_sort(sort: Sort): string {
  return `${sort.descending ? "-" : ""}${sort.column}`;
}

export function read_sort(text: string): Sort | null {
  const column = kColumns.find((one) => one === text.replace(/^-/, ""));
  return column === undefined ? null : { column, descending: text.startsWith("-") };
}

export function same_sort(a: Sort, b: Sort): boolean {
  return a.column === b.column && a.descending === b.descending;
}
