/**
 * Who wins under every mix of three nodes: polygons for sums (each candidate's score is linear over the triangle, so
 * that its part of it is convex), a grid of small triangles for TOPSIS.
 */

import type { Formula, Mix } from "./data";

export interface Won {
  /** The candidate, by its position. */
  at: number;
  polygons: Mix[][];
  /** As part of the whole triangle. */
  area: number;
}

const CORNERS: readonly Mix[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/**
 * The regions, the largest first. `corners` are the leaf weights where one of the three nodes has all that they weigh
 * together; `steps` is how fine the grid is.
 */
export function regions(
  formula: Formula,
  corners: readonly [Float64Array, Float64Array, Float64Array],
  eligible: readonly boolean[],
  steps = 48,
): Won[] {
  const found = formula.kind === "sum" ? polygons(formula.v, corners, eligible) : grid(formula, corners, eligible, steps);
  return found.sort((a, b) => b.area - a.area);
}

function polygons(v: number[][], corners: readonly Float64Array[], eligible: readonly boolean[]): Won[] {
  const at = v.map((row) => corners.map((weights) => row.reduce((sum, value, leaf) => sum + value * weights[leaf]!, 0)));
  const rivals = undominated(at, eligible);
  const found: Won[] = [];
  for (const one of rivals) {
    let polygon: Mix[] = [...CORNERS];
    for (const other of rivals) {
      if (other === one || polygon.length < 3) continue;
      const lead = CORNERS.map((_, corner) => at[one]![corner]! - at[other]![corner]!) as Mix;
      if (lead.every((each) => each === 0)) {
        if (other < one) polygon = [];
        continue;
      }
      polygon = clip(polygon, lead);
    }
    const area = polygon.length < 3 ? 0 : areaOf(polygon);
    if (area > 1e-9) found.push({ at: one, polygons: [polygon], area });
  }
  return found;
}

/** Those who are not behind one and the same other one at all three corners. */
function undominated(at: number[][], eligible: readonly boolean[]): number[] {
  const total = at.map((row) => row[0]! + row[1]! + row[2]!);
  const order = [...at.keys()].filter((one) => eligible[one]).sort((a, b) => total[b]! - total[a]!);
  const kept: number[] = [];
  for (const one of order) {
    const behind = kept.some((other) => {
      const [a, b] = [at[one]!, at[other]!];
      return a[0]! <= b[0]! && a[1]! <= b[1]! && a[2]! <= b[2]! && total[one]! < total[other]!;
    });
    if (!behind) kept.push(one);
  }
  return kept;
}

/** The part of a convex polygon where a linear function, given by its values at the corners, is at least 0. */
function clip(polygon: Mix[], f: Mix): Mix[] {
  const value = (mix: Mix) => mix[0] * f[0] + mix[1] * f[1] + mix[2] * f[2];
  const kept: Mix[] = [];
  polygon.forEach((here, index) => {
    const next = polygon[(index + 1) % polygon.length]!;
    const [a, b] = [value(here), value(next)];
    if (a >= 0) kept.push(here);
    if (a >= 0 !== b >= 0) {
      const t = a / (a - b);
      kept.push([0, 1, 2].map((axis) => here[axis]! + t * (next[axis]! - here[axis]!)) as Mix);
    }
  });
  return kept;
}

/** The area of a polygon of mixes as part of the whole triangle. */
export function areaOf(polygon: readonly Mix[]): number {
  let twice = 0;
  polygon.forEach((here, index) => {
    const next = polygon[(index + 1) % polygon.length]!;
    twice += here[0] * next[1] - next[0] * here[1];
  });
  return Math.abs(twice);
}

function grid(
  formula: Extract<Formula, { kind: "topsis" }>,
  corners: readonly [Float64Array, Float64Array, Float64Array],
  eligible: readonly boolean[],
  steps: number,
): Won[] {
  // a leaf below the i-th node weighs b_i times what it weighs at that corner, any other leaf the same everywhere
  const owner = [...corners[0].keys()].map((leaf) => {
    const [a, b, c] = [corners[0][leaf]!, corners[1][leaf]!, corners[2][leaf]!];
    return a === b && b === c ? 3 : a > 0 ? 0 : b > 0 ? 1 : 2;
  });
  const rows = [...eligible.keys()].filter((at) => eligible[at]);
  const parts = (table: number[][]) =>
    rows.map((at) => {
      const sums: [number, number, number, number] = [0, 0, 0, 0];
      table[at]!.forEach((value, leaf) => {
        const node = owner[leaf]!;
        const weight = corners[node === 3 ? 0 : node]![leaf]!;
        sums[node]! += value * weight * weight;
      });
      return sums;
    });
  const [p, q] = [parts(formula.p), parts(formula.q)];
  const cells = new Map<number, Mix[][]>();
  const mix = (i: number, j: number): Mix => [i / steps, j / steps, (steps - i - j) / steps];
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < steps - i; j++) {
      const up: Mix[] = [mix(i, j), mix(i + 1, j), mix(i, j + 1)];
      add(up);
      if (j < steps - i - 1) add([mix(i + 1, j), mix(i + 1, j + 1), mix(i, j + 1)]);
    }
  }
  const whole = steps * steps;
  return [...cells].map(([row, polygons]) => ({ at: rows[row]!, polygons, area: polygons.length / whole }));

  function add(cell: Mix[]): void {
    const middle = [0, 1, 2].map((axis) => (cell[0]![axis]! + cell[1]![axis]! + cell[2]![axis]!) / 3);
    const squared = middle.map((share) => share * share);
    let [best, most] = [0, -1];
    for (let row = 0; row < rows.length; row++) {
      const [a, b] = [p[row]!, q[row]!];
      const near = b[0] * squared[0]! + b[1] * squared[1]! + b[2] * squared[2]! + b[3];
      const far = a[0] * squared[0]! + a[1] * squared[1]! + a[2] * squared[2]! + a[3];
      const key = near + far === 0 ? 0.5 : near / (near + far);
      if (key > most) [best, most] = [row, key];
    }
    const won = cells.get(best);
    if (won) won.push(cell);
    else cells.set(best, [cell]);
  }
}
