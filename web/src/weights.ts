/** Local weights on a tree, and what moves with them. */

import type { Mix, Node } from "./data";

export type Shares = Readonly<Record<string, number>>;

/** The siblings of a node and the node itself, in the order of the tree. */
export function group(tree: readonly Node[], id: string): Node[] {
  const parent = tree.find((node) => node.id === id)?.parent;
  return tree.filter((node) => node.parent === parent);
}

/** The global weight of every leaf, in the order of the leaves. */
export function leafWeights(tree: readonly Node[], shares: Shares): Float64Array {
  const whole = new Map<string, number>();
  const found: number[] = [];
  for (const node of tree) {
    const weight = (whole.get(node.parent) ?? 1) * (shares[node.id] ?? 0);
    whole.set(node.id, weight);
    if (node.leaf) found.push(weight);
  }
  return Float64Array.from(found);
}

/** The shares with those of every group in sum 1. */
export function whole(tree: readonly Node[], shares: Shares): Shares {
  const sums = new Map<string, number>();
  for (const node of tree) sums.set(node.parent, (sums.get(node.parent) ?? 0) + (shares[node.id] ?? 0));
  return Object.fromEntries(tree.map((node) => [node.id, (shares[node.id] ?? 0) / (sums.get(node.parent) || 1)]));
}

/** The mix nearest to one, among those in which locked parts stay as they are: with two of them locked nothing moves. */
export function nearest(now: Mix, to: Mix, locked: readonly boolean[]): Mix {
  const [one, other, third] = ([0, 1, 2] as const).filter((at) => !locked[at]);
  if (one === undefined || other === undefined) return now;
  if (third !== undefined) return to;
  const rest = now[one] + now[other];
  const found: Mix = [...now];
  found[one] = Math.min(Math.max((rest + to[one] - to[other]) / 2, 0), rest);
  found[other] = rest - found[one];
  return found;
}

/**
 * The shares after one node's share is moved: its siblings share the rest in the proportions they have, except those
 * that are locked, which keep theirs.
 */
export function moved(tree: readonly Node[], shares: Shares, id: string, to: number, locked: ReadonlySet<string>): Shares {
  const others = group(tree, id).filter((node) => node.id !== id);
  const free = others.filter((node) => !locked.has(node.id));
  if (free.length === 0) return shares;
  const held = others.reduce((sum, node) => sum + (locked.has(node.id) ? (shares[node.id] ?? 0) : 0), 0);
  const share = Math.min(Math.max(to, 0), Math.max(1 - held, 0));
  const rest = Math.max(1 - held - share, 0);
  const before = free.reduce((sum, node) => sum + (shares[node.id] ?? 0), 0);
  const after: Record<string, number> = { ...shares, [id]: share };
  for (const node of free) after[node.id] = before > 0 ? (rest * (shares[node.id] ?? 0)) / before : rest / free.length;
  return after;
}
