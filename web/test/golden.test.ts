/** The browser computes what the engine computes: tests/golden/browser.json holds both to the same numbers. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Formula } from "../src/data";
import { contributions, ranks, scores } from "../src/method";
import { regions } from "../src/regions";

interface Case {
  problem: string;
  method: string;
  options: Record<string, string>;
  eligible: boolean[];
  formula: Formula;
  settings: { weights: number[]; scores: number[]; ranks: number[] }[];
  corners: [number[], number[], number[]];
  exact: boolean;
  areas: Record<string, number>;
  candidates: string[];
}

const cases = JSON.parse(readFileSync(new URL("../../tests/golden/browser.json", import.meta.url), "utf8")) as Case[];

describe.each(cases)("$problem by $method $options", (each) => {
  it.each(each.settings)("has the engine's scores and ranks", (setting) => {
    const weights = Float64Array.from(setting.weights);
    const found = scores(each.formula, weights);
    found.forEach((score, at) => expect(score).toBeCloseTo(setting.scores[at]!, 12));
    expect(ranks(found, each.eligible)).toEqual(setting.ranks);
    const parts = contributions(each.formula, weights, 0, found[0]!);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(found[0]!, 12);
  });

  it("has the engine's regions", () => {
    const corners = each.corners.map((row) => Float64Array.from(row)) as [Float64Array, Float64Array, Float64Array];
    const found = regions(each.formula, corners, each.eligible, 120);
    const areas = Object.fromEntries(found.map(({ at, area }) => [each.candidates[at]!, area]));
    const near = each.exact ? 1e-9 : 0.01;
    for (const id of new Set([...Object.keys(areas), ...Object.keys(each.areas)]))
      expect(Math.abs((areas[id] ?? 0) - (each.areas[id] ?? 0)), id).toBeLessThan(near);
    expect(found.reduce((sum, { area }) => sum + area, 0)).toBeCloseTo(1, 6);
  });
});
