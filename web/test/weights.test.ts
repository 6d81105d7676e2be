/** Moving one weight: what stays, what follows. */

import { describe, expect, it } from "vitest";
import type { Mix, Node } from "../src/data";
import { leafWeights, moved, nearest, whole } from "../src/weights";

const node = (id: string, parent: string, leaf = true): Node => ({
  id,
  parent,
  leaf,
  depth: 1,
  name: { en: id },
  description: null,
  worst: null,
  best: null,
});
const tree = [node("run", "root", false), node("a", "run"), node("b", "run"), node("c", "run"), node("d", "root")];
const shares = { run: 0.75, a: 0.5, b: 0.3, c: 0.2, d: 0.25 };

describe("moved", () => {
  it("lets the siblings share the rest in their proportions", () => {
    const after = moved(tree, shares, "a", 0.75, new Set());
    expect(after).toMatchObject({ run: 0.75, d: 0.25, a: 0.75 });
    expect(after["b"]).toBeCloseTo(0.15);
    expect(after["c"]).toBeCloseTo(0.1);
  });

  it("keeps what is locked, and goes no further than that allows", () => {
    const after = moved(tree, shares, "a", 1, new Set(["b"]));
    expect(after["a"]).toBeCloseTo(0.7);
    expect(after["b"]).toBe(0.3);
    expect(after["c"]).toBeCloseTo(0);
  });

  it("moves nothing where every sibling is locked", () => {
    expect(moved(tree, shares, "a", 0.9, new Set(["b", "c"]))).toBe(shares);
  });

  it("shares alike where the siblings have nothing", () => {
    const after = moved(tree, { ...shares, a: 1, b: 0, c: 0 }, "a", 0.5, new Set());
    expect(after["b"]).toBeCloseTo(0.25);
    expect(after["c"]).toBeCloseTo(0.25);
  });
});

describe("nearest", () => {
  const now: Mix = [0.5, 0.3, 0.2];

  it("is the mix itself where nothing is locked", () => {
    expect(nearest(now, [0.2, 0.2, 0.6], [false, false, false])).toEqual([0.2, 0.2, 0.6]);
  });

  it("keeps a locked part, and moves the others as far as they go towards it", () => {
    const found = nearest(now, [0.6, 0.4, 0], [true, false, false]);
    [0.5, 0.45, 0.05].forEach((part, at) => expect(found[at]).toBeCloseTo(part));
    expect(nearest(now, [0, 1, 0], [true, false, false])).toEqual([0.5, 0.5, 0]);
  });

  it("moves nothing where what moves is the locked part alone", () => {
    nearest(now, [0.6, 0.25, 0.15], [true, false, false]).forEach((part, at) => expect(part).toBeCloseTo(now[at]!));
  });

  it("moves nothing where two are locked, or three", () => {
    expect(nearest(now, [0, 0, 1], [true, true, false])).toBe(now);
    expect(nearest(now, [0, 0, 1], [true, true, true])).toBe(now);
  });
});

describe("whole", () => {
  it("brings every group to a sum of 1, whatever its unit", () => {
    expect(whole(tree, { run: 3, d: 1, a: 5, b: 3, c: 2 })).toEqual(shares);
  });
});

describe("leafWeights", () => {
  it("multiplies down the tree, in the order of the leaves", () => {
    expect([...leafWeights(tree, shares)]).toEqual([0.375, 0.75 * 0.3, 0.75 * 0.2, 0.25]);
  });
});
