/** What the service tells an element: the JSON twin of a page (see `pages/explore.py`). */

export type Text = Readonly<Record<string, string>>;

export interface Node {
  id: string;
  parent: string;
  depth: number;
  leaf: boolean;
  name: Text;
  description: Text | null;
  worst: End | null;
  best: End | null;
}

export interface End {
  value: number;
  words: Text | null;
}

export interface Row {
  id: string;
  name: Text;
  rank: number | null;
  shadow_rank: number | null;
  score: number | null;
  conditional: boolean;
  meets: boolean;
  reasons: Text[];
}

export interface Change {
  at: number;
  names: Text[];
}

export interface Interval {
  low: number;
  high: number;
  below: Change | null;
  above: Change | null;
}

/** `sum`: the score is Σ w·v. `topsis`: with P = Σ w²·p and Q = Σ w²·q it is √Q / (√P + √Q). */
export type Formula =
  | { kind: "sum"; v: number[][] }
  | { kind: "topsis"; p: number[][]; q: number[][] };

export type Mix = [number, number, number];

export interface Region {
  candidates: string[];
  names: Text[];
  polygons: Mix[][];
  area: number;
  slot: number;
}

export interface PillarMap {
  nodes: [string, string, string];
  current: Mix;
  exact: boolean;
  regions: Region[];
}

export interface View {
  decision: { id: string; framework: string; version: number };
  choice: { weights: string; moved: boolean; method: string; weightings: { id: string; name: Text }[]; methods: { id: string }[] };
  /** What the weights are called, where they have just been saved. */
  saved: Text | null;
  tree: Node[];
  shares: Record<string, number>;
  ranking: Row[];
  baseline: { label: Text | null; ranks: Record<string, number | null> };
  intervals: Record<string, Interval>;
  map: PillarMap | null;
  contributions: "exact" | "allocated" | "log" | "none";
  formula: Formula | null;
  candidates: string[];
}
