/** What is explored, apart from how it looks: shares that move, and the scores, ranks and regions that follow. */

import type { Formula, Mix, PillarMap, Region, Text, View } from "./data";
import { contributions, ranks, scores } from "./method";
import { regions } from "./regions";
import { group, leafWeights, moved, type Shares } from "./weights";

export interface Standing {
  at: number;
  id: string;
  name: Text;
  rank: number;
  score: number | null;
  /** Places gained since the baseline; null where there is nothing to compare with. */
  gained: number | null;
  conditional: boolean;
  meets: boolean;
}

const MOVED = "w.";
const PINNED = "p.";
/** From so many cells of scores on the grid of the map is coarse while a hand moves. */
const MANY = 200;

export class Model {
  view: View;
  shares: Shares;
  pinned: Shares | null = null;
  readonly locked = new Set<string>();
  /** Colours by candidate: kept while the page is open, so that nobody changes colour. */
  private readonly slots = new Map<string, number>();

  constructor(view: View) {
    this.view = view;
    this.shares = view.shares;
    this.colour(view.map);
  }

  /** Take the service's answer in the place of what was computed here. */
  answer(view: View): void {
    this.view = view;
    this.shares = view.shares;
    this.colour(view.map);
  }

  move(id: string, share: number): void {
    this.shares = moved(this.view.tree, this.shares, id, share, this.locked);
  }

  /** Give the three nodes of the map a mix; what they weigh together stays. */
  mix(to: Mix): void {
    const nodes = this.view.map?.nodes;
    if (!nodes) return;
    const whole = nodes.reduce((sum, id) => sum + (this.shares[id] ?? 0), 0);
    const after: Record<string, number> = { ...this.shares };
    nodes.forEach((id, at) => (after[id] = whole * to[at]!));
    this.shares = after;
  }

  get current(): Mix {
    const nodes = this.view.map!.nodes;
    const parts = nodes.map((id) => this.shares[id] ?? 0);
    const whole = parts.reduce((sum, part) => sum + part, 0) || 1;
    return parts.map((part) => part / whole) as Mix;
  }

  get weights(): Float64Array {
    return leafWeights(this.view.tree, this.shares);
  }

  get eligible(): boolean[] {
    const ranked = new Set(this.view.ranking.filter((row) => row.rank !== null).map((row) => row.id));
    return this.view.candidates.map((id) => ranked.has(id));
  }

  /** Whether the ranking moves with the hand; a method without a formula is asked for on release. */
  get live(): boolean {
    return this.view.formula !== null;
  }

  /** The candidates in rank order, those that may not be ranked left out. */
  standings(): Standing[] {
    const rows = new Map(this.view.ranking.map((row) => [row.id, row]));
    const formula = this.view.formula;
    const found = formula ? scores(formula, this.weights) : null;
    const places = found ? ranks(found, this.eligible) : null;
    const baseline = this.view.baseline.ranks;
    return this.view.candidates
      .map((id, at): Standing => {
        const row = rows.get(id)!;
        const rank = places ? places[at]! : (row.rank ?? 0);
        const before = baseline[id];
        return {
          at,
          id,
          name: row.name,
          rank,
          score: found ? found[at]! : row.score,
          gained: before && rank ? before - rank : null,
          conditional: row.conditional,
          meets: row.meets,
        };
      })
      .filter((standing) => standing.rank > 0)
      .sort((a, b) => a.rank - b.rank || a.at - b.at);
  }

  /** What the leaves contribute to a candidate's score, in the order of the leaves. */
  parts(standing: Standing): number[] | null {
    const formula = this.view.formula;
    return formula && standing.score !== null ? contributions(formula, this.weights, standing.at, standing.score) : null;
  }

  /** The regions of the map; `fine` once the hand rests. */
  regions(fine: boolean): Region[] {
    const { map, formula, tree } = this.view;
    if (!map || !formula) return map?.regions ?? [];
    const names = new Map(this.view.ranking.map((row) => [row.id, row.name]));
    const steps = fine ? 72 : this.view.candidates.length > MANY ? 28 : 44;
    return regions(formula as Formula, this.corners(tree, map), this.eligible, steps).map(({ at, polygons, area }) => {
      const id = this.view.candidates[at]!;
      return { candidates: [id], names: [names.get(id)!], polygons, area, slot: this.slot(id) };
    });
  }

  slot(id: string): number {
    const known = this.slots.get(id);
    if (known !== undefined) return known;
    const next = Math.min(this.slots.size, 8);
    this.slots.set(id, next);
    return next;
  }

  /** The address that says all of this. */
  address(path: string): string {
    const query = new URLSearchParams({ weights: this.view.choice.weights, method: this.view.choice.method });
    for (const node of this.view.tree) query.set(MOVED + node.id, plain(100 * (this.shares[node.id] ?? 0)));
    for (const [id, share] of Object.entries(this.pinned ?? {})) query.set(PINNED + id, plain(100 * share));
    return `${path}?${query.toString()}`;
  }

  /** Take what an address says of shares. */
  read(query: URLSearchParams): void {
    const found: Record<string, number> = { ...this.view.shares };
    const pinned: Record<string, number> = {};
    for (const [name, value] of query) {
      if (name.startsWith(MOVED)) found[name.slice(MOVED.length)] = Number(value) / 100;
      if (name.startsWith(PINNED)) pinned[name.slice(PINNED.length)] = Number(value) / 100;
    }
    this.shares = found;
    this.pinned = Object.keys(pinned).length ? pinned : null;
  }

  private corners(tree: View["tree"], map: PillarMap): [Float64Array, Float64Array, Float64Array] {
    const siblings = group(tree, map.nodes[0]).map((node) => node.id);
    const whole = map.nodes.reduce((sum, id) => sum + (this.shares[id] ?? 0), 0);
    return map.nodes.map((corner) => {
      const shares = { ...this.shares };
      for (const id of siblings) if (map.nodes.includes(id)) shares[id] = id === corner ? whole : 0;
      return leafWeights(tree, shares);
    }) as [Float64Array, Float64Array, Float64Array];
  }

  private colour(map: PillarMap | null): void {
    for (const region of map?.regions ?? []) for (const id of region.candidates) this.slot(id);
    for (const region of map?.regions ?? []) region.slot = this.slot(region.candidates[0]!);
  }
}

/** A number for an address: as many decimals as tell weights apart, and no more. */
function plain(percent: number): string {
  return String(Number(percent.toFixed(6)));
}
