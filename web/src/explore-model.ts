/** What is explored, apart from how it looks: shares that move, and the scores, ranks and regions that follow. */

import type { Formula, Mix, PillarMap, Region, Text, View } from "./data";
import { contributions, ranks, scores } from "./method";
import { regions } from "./regions";
import { group, leafWeights, moved, nearest, type Shares, whole } from "./weights";

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
/** Methods whose scores follow here from the weights, as long as the service has not said otherwise. */
const FOLLOWING: ReadonlySet<string> = new Set(["topsis", "additive", "ahp"]);
/** A share changes by more than this. */
const LEAST = 1e-9;
/** From so many cells of scores on the grid of the map is coarse while a hand moves. */
const MANY = 200;

export class Model {
  /** The service's last answer; what the address says may be ahead of it. */
  view: View;
  shares: Shares;
  weighting: string;
  method: string;
  /** Whether the shares are no longer those of the weighting. */
  moved: boolean;
  pinned: Shares | null = null;
  readonly locked = new Set<string>();
  /** What an address means that names no weights and no method. */
  private readonly first: View["choice"];
  /** What the service has told so far: the shares of weightings, and the formulas of methods. */
  private readonly starts = new Map<string, Shares>();
  private readonly formulas = new Map<string, Formula | null>();
  /** Colours by candidate: kept while the page is open, so that nobody changes colour. */
  private readonly slots = new Map<string, number>();

  /** What a page shows, and what its address says. */
  constructor(view: View, query = new URLSearchParams()) {
    this.view = view;
    this.first = view.choice;
    this.shares = view.shares;
    ({ weights: this.weighting, method: this.method, moved: this.moved } = view.choice);
    this.read(query);
    this.answer(view);
  }

  /** Take the service's answer in the place of what was computed here. */
  answer(view: View): void {
    this.view = view;
    this.shares = view.shares;
    ({ weights: this.weighting, method: this.method, moved: this.moved } = view.choice);
    if (!this.moved) this.starts.set(this.weighting, view.shares);
    this.formulas.set(this.method, view.formula);
    this.colour(view.map);
  }

  move(id: string, share: number): void {
    this.take(moved(this.view.tree, this.shares, id, share, this.locked));
  }

  /** Whether a node's share can change: something beside it has to give way. */
  moves(id: string): boolean {
    return !this.locked.has(id) && group(this.view.tree, id).some((node) => node.id !== id && !this.locked.has(node.id));
  }

  /** Give the three nodes of the map the nearest mix that their locks allow; what they weigh together stays. */
  mix(to: Mix): void {
    const nodes = this.view.map?.nodes;
    if (!nodes) return;
    const together = nodes.reduce((sum, id) => sum + (this.shares[id] ?? 0), 0);
    const allowed = nearest(this.current, to, nodes.map((id) => this.locked.has(id)));
    const after: Record<string, number> = { ...this.shares };
    nodes.forEach((id, at) => (after[id] = together * allowed[at]!));
    this.take(after);
  }

  /** Begin with another weighting, or anew with this one. */
  start(weighting: string): void {
    this.weighting = weighting;
    this.moved = false;
    this.shares = this.starts.get(weighting) ?? this.shares;
  }

  private take(after: Shares): void {
    if (!this.view.tree.some(({ id }) => Math.abs((after[id] ?? 0) - (this.shares[id] ?? 0)) > LEAST)) return;
    this.shares = after;
    this.moved = true;
  }

  get current(): Mix {
    const nodes = this.view.map!.nodes;
    const parts = nodes.map((id) => this.shares[id] ?? 0);
    const together = parts.reduce((sum, part) => sum + part, 0) || 1;
    return parts.map((part) => part / together) as Mix;
  }

  get weights(): Float64Array {
    return leafWeights(this.view.tree, this.shares);
  }

  get eligible(): boolean[] {
    const ranked = new Set(this.view.ranking.filter((row) => row.rank !== null).map((row) => row.id));
    return this.view.candidates.map((id) => ranked.has(id));
  }

  /** What scores follow from; until the service has answered to another method, that of the one before. */
  get formula(): Formula | null {
    const known = this.formulas.get(this.method);
    return known === undefined ? this.view.formula : known;
  }

  /** Whether the ranking moves with the hand; a method without a formula is asked for on release. */
  get live(): boolean {
    const known = this.formulas.get(this.method);
    return known === undefined ? FOLLOWING.has(this.method) : known !== null;
  }

  /** The candidates in rank order, those that may not be ranked left out. */
  standings(): Standing[] {
    const rows = new Map(this.view.ranking.map((row) => [row.id, row]));
    const formula = this.formula;
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
    const formula = this.formula;
    return formula && standing.score !== null ? contributions(formula, this.weights, standing.at, standing.score) : null;
  }

  /** The regions of the map; `fine` once the hand rests. */
  regions(fine: boolean): Region[] {
    const { map, tree } = this.view;
    const formula = this.formula;
    if (!map || !formula) return map?.regions ?? [];
    const names = new Map(this.view.ranking.map((row) => [row.id, row.name]));
    const steps = fine ? 72 : this.view.candidates.length > MANY ? 28 : 44;
    return regions(formula, this.corners(tree, map), this.eligible, steps).map(({ at, polygons, area }) => {
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

  /** The query of an address that says all of this. */
  get query(): string {
    const query = new URLSearchParams({ weights: this.weighting, method: this.method });
    if (this.moved) for (const { id } of this.view.tree) query.set(MOVED + id, plain(100 * (this.shares[id] ?? 0)));
    for (const [id, share] of Object.entries(this.pinned ?? {})) query.set(PINNED + id, plain(100 * share));
    return `?${query.toString()}`;
  }

  /** Take what an address says, at once; shares that it does not name are the weighting's, as far as they are known. */
  read(query: URLSearchParams): void {
    const given: Record<string, number> = {};
    const pinned: Record<string, number> = {};
    for (const [name, value] of query) {
      if (name.startsWith(MOVED)) given[name.slice(MOVED.length)] = Number(value) / 100;
      if (name.startsWith(PINNED)) pinned[name.slice(PINNED.length)] = Number(value) / 100;
    }
    this.start(query.get("weights") || this.first.weights);
    this.method = query.get("method") || this.first.method;
    this.moved = Object.keys(given).length > 0;
    if (this.moved) this.shares = whole(this.view.tree, { ...this.shares, ...given });
    this.pinned = Object.keys(pinned).length ? pinned : null;
  }

  private corners(tree: View["tree"], map: PillarMap): [Float64Array, Float64Array, Float64Array] {
    const siblings = group(tree, map.nodes[0]).map((node) => node.id);
    const together = map.nodes.reduce((sum, id) => sum + (this.shares[id] ?? 0), 0);
    return map.nodes.map((corner) => {
      const shares = { ...this.shares };
      for (const id of siblings) if (map.nodes.includes(id)) shares[id] = id === corner ? together : 0;
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
