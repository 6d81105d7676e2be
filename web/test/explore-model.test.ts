/** What is explored: what the address says is shown at once, locks bind the map, and only what was moved is told. */

import { describe, expect, it } from "vitest";
import type { Node, View } from "../src/data";
import { Model } from "../src/explore-model";

const node = (id: string): Node => ({ id, parent: "root", leaf: true, depth: 1, name: { en: id }, description: null, worst: null, best: null });
const row = (id: string, rank: number) => ({ id, name: { en: id }, rank, shadow_rank: null, score: null, conditional: false, meets: true, reasons: [] });
const equal = { a: 0.5, b: 0.25, c: 0.25 };

const view = (choice: Partial<View["choice"]> = {}, more: Partial<View> = {}): View => ({
  decision: { id: "d", framework: "root", version: 1 },
  choice: { weights: "equal", moved: false, method: "additive", weightings: [], methods: [], ...choice },
  saved: null,
  tree: ["a", "b", "c"].map(node),
  shares: equal,
  ranking: [row("x", 1), row("y", 2)],
  baseline: { label: null, ranks: {} },
  intervals: {},
  map: { nodes: ["a", "b", "c"], current: [0.5, 0.25, 0.25], exact: true, regions: [] },
  contributions: "exact",
  formula: { kind: "sum", v: [[1, 0, 0], [0, 1, 1]] },
  candidates: ["x", "y"],
  ...more,
});
const asked = (query: string) => new URLSearchParams(query);

describe("the map", () => {
  it("keeps the share of a locked node", () => {
    const model = new Model(view());
    model.locked.add("a");
    model.mix([0.9, 0.1, 0]);
    expect(model.shares["a"]).toBe(0.5);
    expect(model.shares["b"]).toBeCloseTo(0.3);
    expect(model.shares["c"]).toBeCloseTo(0.2);
  });

  it("stands still where two nodes are locked", () => {
    const model = new Model(view());
    for (const id of ["a", "b"]) model.locked.add(id);
    model.mix([0, 0, 1]);
    expect(model.shares).toEqual(equal);
    expect(model.moved).toBe(false);
  });
});

describe("what may move", () => {
  it("is whatever is not locked and has something beside it that is not", () => {
    const model = new Model(view());
    expect(["a", "b", "c"].map((id) => model.moves(id))).toEqual([true, true, true]);
    model.locked.add("a").add("b");
    expect(["a", "b", "c"].map((id) => model.moves(id))).toEqual([false, false, false]);
  });
});

describe("the address", () => {
  it("tells the weights only where they were moved", () => {
    const model = new Model(view());
    expect(model.query).toBe("?weights=equal&method=additive");
    model.move("a", 0.6);
    expect(model.query).toBe("?weights=equal&method=additive&w.a=60&w.b=20&w.c=20");
    model.start("equal");
    expect(model.query).toBe("?weights=equal&method=additive");
    expect(model.shares).toEqual(equal);
  });

  it("is followed at once: weights, method and shares", () => {
    const model = new Model(view());
    model.answer(view({ weights: "b-led", method: "vikor", moved: false }, { shares: { a: 0, b: 1, c: 0 }, formula: null }));
    expect(model.standings().map(({ id }) => id)).toEqual(["x", "y"]);
    model.read(asked("weights=equal&method=additive&w.a=1&w.b=3&w.c=4"));
    expect([model.weighting, model.method, model.moved]).toEqual(["equal", "additive", true]);
    expect(model.shares).toEqual({ a: 0.125, b: 0.375, c: 0.5 });
    expect(model.standings().map(({ id }) => id)).toEqual(["y", "x"]);
    model.read(asked(""));
    expect([model.weighting, model.method, model.moved, model.shares]).toEqual(["equal", "additive", false, equal]);
    model.read(asked("weights=b-led&method=vikor"));
    expect(model.shares).toEqual({ a: 0, b: 1, c: 0 });
  });
});

describe("a method", () => {
  it("is known to follow the hand or not before the service has answered", () => {
    const model = new Model(view());
    model.method = "topsis";
    expect(model.live).toBe(true);
    model.method = "vikor";
    expect(model.live).toBe(false);
    expect(model.formula).not.toBeNull(); // what was seen stays until the answer
  });
});
