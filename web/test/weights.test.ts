/** Moving one weight: what stays, what follows. */

import { describe, expect, it } from "vitest";
import type { Node } from "../src/data";
import { leafWeights, moved } from "../src/weights";

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

describe("leafWeights", () => {
  it("multiplies down the tree, in the order of the leaves", () => {
    expect([...leafWeights(tree, shares)]).toEqual([0.375, 0.75 * 0.3, 0.75 * 0.2, 0.25]);
  });
});
