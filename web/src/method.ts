/** Scores and ranks as the engine computes them; `tests/golden` holds both to the same numbers. */

import type { Formula } from "./data";

const TIE = 1e-12;

/** The score of every candidate under weights of the leaves that sum to 1. */
export function scores(formula: Formula, weights: Float64Array): Float64Array {
  if (formula.kind === "sum") return Float64Array.from(formula.v, (row) => dot(row, weights));
  const squared = weights.map((weight) => weight * weight);
  return Float64Array.from(formula.p, (row, at) => closeness(dot(row, squared), dot(formula.q[at]!, squared)));
}

/** TOPSIS: √Q / (√P + √Q) of the squared distances to the ideal and to the anti-ideal; 1/2 where both are 0. */
export function closeness(p: number, q: number): number {
  const whole = Math.sqrt(p) + Math.sqrt(q);
  return whole === 0 ? 0.5 : Math.sqrt(q) / whole;
}

/** What each leaf contributes to a candidate's score: w·v, or closeness shared out as the parts of Q. */
export function contributions(formula: Formula, weights: Float64Array, at: number, score: number): number[] {
  if (formula.kind === "sum") return formula.v[at]!.map((value, leaf) => value * weights[leaf]!);
  const parts = formula.q[at]!.map((value, leaf) => value * weights[leaf]! * weights[leaf]!);
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => (whole > 0 ? (part * score) / whole : 0));
}

/** Ranks from 1; the tied share the smallest, and ties chain; 0 for whoever is not eligible. */
export function ranks(scores: Float64Array, eligible: readonly boolean[]): number[] {
  const order = [...scores.keys()].filter((at) => eligible[at]).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const found = new Array<number>(scores.length).fill(0);
  order.forEach((at, place) => {
    const before = order[place - 1];
    const tied = before !== undefined && scores[before]! - scores[at]! < TIE * Math.max(1, Math.abs(scores[before]!));
    found[at] = tied ? found[before]! : place + 1;
  });
  return found;
}

function dot(row: readonly number[], weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < row.length; at++) sum += row[at]! * weights[at]!;
  return sum;
}
