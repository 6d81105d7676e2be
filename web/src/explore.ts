/** `<see-explore>`: the ranking moves as the weights do. Computed here while a hand moves, by the service once it rests. */

import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Change, Mix, Node, Region, View } from "./data";
import { Model, type Standing } from "./explore-model";
import { colour, shared } from "./style";
import { styled } from "./styled";
import { triangle } from "./triangle";
import { languageOf, percent, say, translate } from "./words";

/** Pixels of a row beside its bar, and of one above it (phones); names have two lines of it. */
const BESIDE = 56;
const ABOVE = 74;
/** Rows from which only those in sight are drawn. */
const WINDOWED = 40;
const SHOWN = 12;

export class SeeExplore extends LitElement {
  static override properties = { src: {}, busy: { state: true }, open: { state: true }, table: { state: true }, top: { state: true } };
  declare src: string;
  declare busy: boolean;
  declare open: string | null;
  declare table: boolean;
  declare top: number;

  private model: Model | null = null;
  private regions: Region[] = [];
  private leader = "";
  private fault = "";
  private moving = false;
  private asking: AbortController | null = null;
  private frame = 0;
  /** On a phone the sliders wait in a sheet below until they are asked for. */
  private readonly narrow = matchMedia("(max-width: 47.9rem)");
  private get pitch(): number {
    return this.narrow.matches ? ABOVE : BESIDE;
  }

  constructor() {
    super();
    this.src = "";
    this.busy = false;
    this.open = null;
    this.table = false;
    this.top = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const given = this.querySelector('script[type="application/json"]')?.textContent;
    if (given) this.take(new Model(JSON.parse(given) as View));
    window.addEventListener("popstate", this.back);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("popstate", this.back);
    this.asking?.abort();
  }

  private get language(): "en" | "th" {
    return languageOf(this);
  }

  private take(model: Model): void {
    this.model = model;
    model.read(new URLSearchParams(location.search));
    this.regions = model.view.map?.regions ?? [];
  }

  private readonly back = () => {
    this.model?.read(new URLSearchParams(location.search));
    void this.ask();
  };

  /** Show a change at the next frame, however many changes come before it. */
  private readonly show = (map: boolean) => {
    if (map && this.model) this.regions = this.model.regions(false);
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.requestUpdate());
  };

  private move(id: string, share: number): void {
    const model = this.model!;
    this.moving = true;
    model.move(id, share);
    const mixed = model.view.map?.nodes.includes(id) && model.view.map.nodes.length === this.siblings(id).length;
    this.show(!mixed);
  }

  private siblings(id: string): Node[] {
    const tree = this.model!.view.tree;
    const parent = tree.find((node) => node.id === id)?.parent;
    return tree.filter((node) => node.parent === parent);
  }

  /** The hand rests: the address says what is seen, and the service's answer replaces what was computed here. */
  private readonly rest = () => {
    if (!this.moving) return;
    this.moving = false;
    this.go();
  };

  private go(): void {
    history.pushState(null, "", this.model!.address(location.pathname));
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    this.busy = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "application/json" }, signal: asking.signal });
      const view = (await answer.json()) as View & { faults: { message: { template: string } }[] };
      if (!view.ranking) throw new Error(String(answer.status));
      this.fault = "";
      this.model!.answer(view);
      this.regions = view.map?.regions ?? this.model!.regions(true);
    } catch (error) {
      if (asking.signal.aborted) return;
      this.fault = this.t("The service does not answer. What you see was computed here.");
    } finally {
      if (this.asking === asking) this.busy = false;
    }
  }

  private t(template: string, values: Readonly<Record<string, string | number>> = {}): string {
    return translate(this.language, template, values);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const form = this.querySelector<HTMLFormElement>("form.save");
    if (!this.model || !form) return;
    for (const [id, share] of Object.entries(this.model.shares)) {
      const field = form.elements.namedItem(`w.${id}`);
      if (field instanceof HTMLInputElement) field.value = String(share);
    }
  }

  protected override render(): TemplateResult {
    const model = this.model;
    if (!model) return html`<slot></slot>`;
    const standings = model.standings();
    const leaders = standings.filter((each) => each.rank === 1).map((each) => say(each.name, this.language)).join(", ");
    if (!this.moving) this.leader = leaders;
    return html`<div class="root" lang=${this.language}>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      <p class="lead"><span class="soft">${this.t("First")}</span> <strong><bdi>${leaders}</bdi></strong></p>
      <p class="hidden" role="status">${this.t("First")}: ${this.leader}</p>
      <div class="all">
        ${this.map(model)}
        <details class="weights" ?open=${!this.narrow.matches}><summary>${this.t("Weights")}</summary>${this.groups(model)} ${this.tools(model)}<slot name="save"></slot></details>
        <section class="bars" aria-label=${this.t("Ranking")}>${this.key(model)} ${this.bars(model, standings)} ${this.failed(model)}</section>
      </div>
    </div>`;
  }

  // ------------------------------------------------------------------ weights

  private groups(model: Model): TemplateResult[] {
    const parents = [...new Set(model.view.tree.map((node) => node.parent))];
    return parents.map((parent) => {
      const nodes = model.view.tree.filter((node) => node.parent === parent);
      const own = model.view.tree.find((node) => node.id === parent);
      const title = own ? say(own.name, this.language) : this.t("Balance");
      return html`<fieldset><legend>${title}</legend>${nodes.map((node) => this.weight(model, node, nodes.length > 1))}</fieldset>`;
    });
  }

  private weight(model: Model, node: Node, moves: boolean): TemplateResult {
    const share = model.shares[node.id] ?? 0;
    const locked = model.locked.has(node.id);
    const name = say(node.name, this.language);
    const shown = Number((100 * share).toFixed(2));
    return html`<div class="weight">
      <label for="n-${node.id}">${name}</label>
      <input id="n-${node.id}" type="number" min="0" max="100" step="0.1" .value=${String(Number((100 * share).toFixed(1)))} ?disabled=${!moves || locked}
        @change=${(event: Event) => {
          this.move(node.id, Number((event.target as HTMLInputElement).value) / 100);
          this.rest();
        }} /><span aria-hidden="true">%</span>
      <button class="lock" aria-pressed=${locked} aria-label=${this.t("Keep {name} as it is", { name })} ?disabled=${!moves}
        @click=${() => {
          if (!model.locked.delete(node.id)) model.locked.add(node.id);
          this.requestUpdate();
        }}><svg viewBox="0 0 16 16" aria-hidden="true"><rect x="3" y="7" width="10" height="7" rx="1.5"></rect><path d=${locked ? "M5 7V5a3 3 0 0 1 6 0v2" : "M5 7V5a3 3 0 0 1 6-.8"}></path></svg></button>
      <div class="slide">
        ${this.span(model, node)}
        <input type="range" min="0" max="100" step="0.01" .value=${String(shown)} ?disabled=${!moves || locked} aria-label=${name}
          aria-valuetext=${percent(share)}
          @input=${(event: Event) => this.move(node.id, Number((event.target as HTMLInputElement).value) / 100)}
          @change=${this.rest} />
      </div>
      ${node.leaf && (node.worst?.words || node.best?.words)
        ? html`<details class="ends"><summary>${this.t("from worst to best")}</summary><p>${say(node.worst?.words, this.language)}</p><p>→ ${say(node.best?.words, this.language)}</p></details>`
        : nothing}
      ${this.interval(model, node)}
    </div>`;
  }

  /** The shares within which the winner holds, drawn behind the slider. */
  private span(model: Model, node: Node): TemplateResult | typeof nothing {
    const held = model.view.intervals[node.id];
    if (!held || this.moving) return nothing;
    return html`<i class="held" style=${styled({ left: `${100 * held.low}%`, width: `${100 * (held.high - held.low)}%` })}></i>`;
  }

  private interval(model: Model, node: Node): TemplateResult {
    const held = model.view.intervals[node.id];
    if (!held) return html``;
    const to = (change: Change | null, words: string) =>
      change ? html`<span>${words} <b>${percent(change.at)}</b>: <bdi>${change.names.map((name) => say(name, this.language)).join(", ")}</bdi></span>` : nothing;
    return html`<p class="interval" ?data-old=${this.moving}>
      ${held.below || held.above
        ? html`${to(held.below, this.t("below"))} ${to(held.above, this.t("above"))}`
        : this.t("the winner stays whatever this is")}
    </p>`;
  }

  private tools(model: Model): TemplateResult {
    const names: Record<string, string> = {
      topsis: this.t("TOPSIS"),
      additive: this.t("Weighted sum"),
      ahp: this.t("AHP"),
      multiplicative: this.t("Weighted product"),
    };
    return html`<div class="tools">
      <label>${this.t("Method")}
        <select @change=${(event: Event) => {
          model.view.choice.method = (event.target as HTMLSelectElement).value;
          this.go();
        }}>${model.view.choice.methods.map(({ id }) => html`<option value=${id} ?selected=${id === model.view.choice.method}>${names[id] ?? id}</option>`)}</select></label>
      <button @click=${() => {
        model.pinned = { ...model.shares };
        this.go();
      }}>${this.t("Pin this ranking to compare with")}</button>
      <button @click=${() => {
        history.pushState(null, "", `${location.pathname}?weights=${model.view.choice.weights}&method=${model.view.choice.method}`);
        this.model!.locked.clear();
        void this.ask();
      }}>${this.t("Back to the start")}</button>
      ${model.live ? nothing : html`<p class="soft">${this.t("This method is computed by the service once the hand rests.")}</p>`}
    </div>`;
  }

  // ------------------------------------------------------------------ bars

  private branches(model: Model): { node: Node; leaves: number[] }[] {
    const { tree, decision } = model.view;
    const leaves = tree.filter((node) => node.leaf);
    const under = (node: Node, top: string): boolean =>
      node.id === top || (node.parent !== decision.framework && under(tree.find((each) => each.id === node.parent)!, top));
    return tree
      .filter((node) => node.parent === decision.framework)
      .map((node) => ({ node, leaves: leaves.flatMap((leaf, at) => (under(leaf, node.id) ? [at] : [])) }));
  }

  private key(model: Model): TemplateResult | typeof nothing {
    const branches = this.branches(model);
    const against = model.view.baseline.label ? say(model.view.baseline.label, this.language) : this.t("the pinned ranking");
    return html`<p class="key soft">
      ${branches.length <= 4 ? branches.map(({ node }, at) => html`<span><i class="swatch" style=${styled({ background: colour(at) })}></i>${say(node.name, this.language)}</span>`) : nothing}
      <span>▲▼ ${this.t("against {what}", { what: against })}</span>
      ${model.view.contributions === "allocated" ? html`<span>${this.t("TOPSIS is not a sum: the parts of a bar share out its closeness.")}</span>` : nothing}
    </p>`;
  }

  private bars(model: Model, standings: Standing[]): TemplateResult {
    const most = standings.reduce((best, each) => Math.max(best, each.score ?? 0), 0);
    const windowed = standings.length > WINDOWED;
    const height = windowed ? SHOWN * this.pitch : standings.length * this.pitch;
    const first = windowed ? Math.max(0, Math.floor(this.top / this.pitch) - 3) : 0;
    const seen = standings.map((each, place) => ({ each, place })).slice(first, windowed ? first + SHOWN + 6 : undefined);
    return html`<div class=${windowed ? "window" : ""} style=${styled({ height: `${height}px` })} tabindex=${windowed ? 0 : nothing}
        role=${windowed ? "region" : nothing} aria-label=${windowed ? this.t("Ranking") : nothing}
        @scroll=${(event: Event) => (this.top = (event.currentTarget as HTMLElement).scrollTop)}>
      <ol style=${styled({ height: `${standings.length * this.pitch}px` })}>
        ${repeat(seen, ({ each }) => each.id, ({ each, place }) => this.row(model, each, place, most))}
      </ol></div>
      <button @click=${() => (this.table = !this.table)} aria-expanded=${this.table}>${this.t("View as table")}</button>
      ${this.table ? this.asTable(model, standings) : nothing}`;
  }

  private row(model: Model, each: Standing, place: number, most: number): TemplateResult {
    const name = say(each.name, this.language);
    const opened = this.open === each.id;
    return html`<li style=${styled({ transform: `translateY(${place * this.pitch}px)` })} class=${this.moving ? "moving" : ""}>
      <span class="rank">${each.rank}</span>
      <span class="gained">${mark(each.gained)}${each.gained ? html`<span class="hidden">${this.gained(each.gained)}</span>` : nothing}</span>
      <a class="name" title=${name} href="/d/${model.view.decision.id}/c/${each.id}?weights=${model.view.choice.weights}&method=${model.view.choice.method}"><bdi>${name}</bdi></a>
      <button class="bar" aria-expanded=${opened} aria-label=${this.t("Parts of the score of {name}", { name })} @click=${() => (this.open = opened ? null : each.id)}>
        ${this.segments(model, each, most, opened)}</button>
      <span class="score">${each.score === null ? "" : each.score.toFixed(3)}${each.conditional ? html`<span title=${this.t("on condition: a gate is not established")}> *</span>` : nothing}</span>
    </li>`;
  }

  private gained(places: number): string {
    return places > 0 ? this.t("{places} up", { places }) : this.t("{places} down", { places: -places });
  }

  private segments(model: Model, each: Standing, most: number, opened: boolean): TemplateResult[] {
    const parts = model.parts(each);
    const wide = (part: number) => (most > 0 ? `${(100 * Math.max(part, 0)) / most}%` : "0");
    if (!parts) return [html`<i style=${styled({ width: wide(each.score ?? 0), background: colour(0) })}></i>`];
    const leaves = model.view.tree.filter((node) => node.leaf);
    return this.branches(model).flatMap((branch, at) =>
      opened
        ? branch.leaves.map((leaf) => html`<i title="${say(leaves[leaf]!.name, this.language)}: ${parts[leaf]!.toFixed(3)}" style=${styled({ width: wide(parts[leaf]!), background: colour(at) })}></i>`)
        : [html`<i style=${styled({ width: wide(branch.leaves.reduce((sum, leaf) => sum + parts[leaf]!, 0)), background: colour(at) })}></i>`],
    );
  }

  private asTable(model: Model, standings: Standing[]): TemplateResult {
    const leaves = model.view.tree.filter((node) => node.leaf);
    return html`<div class="wide" tabindex="0" role="region" aria-label=${this.t("View as table")}><table>
      <thead><tr><th scope="col">${this.t("Rank")}</th><th scope="col">${this.t("Candidate")}</th><th scope="col">${this.t("Score")}</th>
        ${model.live ? leaves.map((leaf) => html`<th scope="col">${say(leaf.name, this.language)}</th>`) : nothing}</tr></thead>
      <tbody>${standings.map((each) => html`<tr><td>${each.rank}</td><th scope="row"><bdi>${say(each.name, this.language)}</bdi></th><td>${each.score?.toFixed(4) ?? ""}</td>
        ${model.parts(each)?.map((part) => html`<td>${part.toFixed(4)}</td>`) ?? nothing}</tr>`)}</tbody></table></div>`;
  }

  private failed(model: Model): TemplateResult | typeof nothing {
    const rows = model.view.ranking.filter((row) => row.rank === null);
    if (!rows.length) return nothing;
    return html`<div class="failed"><h2>${this.t("Not ranked: a gate is failed")}</h2>
      ${rows.map((row) => html`<p><bdi>${say(row.name, this.language)}</bdi>
        ${row.reasons.map((reason) => html`<span class="soft"><bdi>${say(reason, this.language)}</bdi></span>`)}
        ${row.shadow_rank ? html`<span class="soft">${this.t("Otherwise it would be rank {rank}.", { rank: row.shadow_rank })}</span>` : nothing}</p>`)}</div>`;
  }

  // ------------------------------------------------------------------ map

  private map(model: Model): TemplateResult | typeof nothing {
    const map = model.view.map;
    if (!map) return nothing;
    const titles = map.nodes.map((id) => say(model.view.tree.find((node) => node.id === id)!.name, this.language)) as [string, string, string];
    const current = model.current;
    return html`<section class="map" aria-label=${this.t("Map of winners")}><h2>${this.t("Who wins under every mix")}</h2>
      ${triangle({
        regions: this.regions,
        current,
        titles,
        label: this.t("Mix of {a}, {b} and {c}", { a: titles[0], b: titles[1], c: titles[2] }),
        value: titles.map((title, at) => `${title} ${percent(current[at]!, 0)}`).join(", "),
        moving: (mix: Mix) => {
          this.moving = true;
          model.mix(mix);
          this.show(false);
        },
        done: this.rest,
      })}
      <ul>${this.regions.map((region) => html`<li><i class="swatch" style=${styled({ background: colour(region.slot) })}></i><bdi>${region.names.map((name) => say(name, this.language)).join(", ")}</bdi> <span class="soft">${percent(region.area)}</span></li>`)}</ul>
    </section>`;
  }

  static override styles = [
    shared,
    css`
      .lead { font-size: 1.2rem; line-height: 1.6; margin: 0 0 0.75rem }
      .fault { background: var(--warn-soft); padding: 0.5rem 0.75rem }
      .all { display: grid; grid-template-columns: minmax(18rem, 23rem) minmax(0, 1fr); grid-template-rows: auto 1fr; gap: 1rem 2.5rem; align-items: start }
      .weights { grid-area: 1 / 1 / span 2; position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 0.25rem 0.5rem 0.25rem 0.25rem; margin-inline-start: -0.25rem } .weights > summary { display: none }
      .map { grid-area: 1 / 2; display: grid; grid-template-columns: minmax(0, 22rem) minmax(10rem, 1fr); gap: 0 1.5rem; align-items: center } .map h2 { grid-column: 1 / -1 }
      .bars { grid-area: 2 / 2 }
      fieldset { border: 0; padding: 0; margin: 0 0 1rem; min-width: 0 }
      legend { font-weight: 600; padding: 0 }
      .weight { display: grid; grid-template-columns: 1fr 4.8rem auto auto; gap: 0 0.4rem; align-items: center; padding: 0.3rem 0; border-bottom: 1px solid var(--line) }
      .weight input[type="number"] { text-align: end; padding-inline: 0.3rem }
      .lock { border: 0; background: none; padding: 0.3rem; width: 1.9rem; min-height: 1.9rem } .lock svg { display: block; fill: none; stroke: var(--edge); stroke-width: 1.5 } .lock[aria-pressed="true"] svg { stroke: var(--accent) } .lock[aria-pressed="true"] rect { fill: var(--accent) }
      .slide { grid-column: 1 / -1; position: relative; display: flex; height: 1.75rem }
      .slide input { flex: 1; margin: 0; padding: 0; accent-color: var(--accent); background: none; border: 0; position: relative }
      .held { position: absolute; bottom: 0; height: 4px; border-radius: 2px; background: var(--good) }
      .interval { grid-column: 1 / -1; margin: 0; font-size: 0.86rem; color: var(--soft) }
      .interval[data-old] { visibility: hidden }
      .interval span { display: block }
      .ends { grid-column: 1 / -1; font-size: 0.86rem } .ends p { margin: 0 }
      summary { cursor: pointer; color: var(--soft); padding: 0.2rem 0 }
      .tools { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin-bottom: 0.75rem } .tools label { display: flex; gap: 0.5rem; align-items: center; width: 100% }
      .key { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0 0 0.5rem }
      ol { list-style: none; margin: 0 0 0.75rem; padding: 0; position: relative }
      .window { overflow-y: auto; border-block: 1px solid var(--line); margin-bottom: 0.75rem } .window ol { margin: 0 }
      ol > li { position: absolute; inset-inline: 0; height: ${BESIDE}px; display: grid; grid-template-columns: 2.2rem 2rem minmax(8rem, 18rem) minmax(3rem, 1fr) 4.2rem; gap: 0 0.6rem; align-items: center; border-bottom: 1px solid var(--line); contain: layout style }
      .rank { font-weight: 600; text-align: end } .rank, .score, .gained { font-variant-numeric: tabular-nums }
      .gained { font-size: 0.86rem; white-space: nowrap }
      .name { line-height: 1.5; max-height: 3em; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2 }
      button.bar { padding: 0; border: 0; min-height: 1.5rem; height: 1.5rem; width: 100%; background: var(--ground) }
      .failed { border-inline-start: 3px solid var(--warn); padding-inline-start: 0.75rem; margin-top: 1rem } .failed h2 { font-size: 1rem } .failed .soft { display: block } .failed p { margin: 0 0 0.5rem }
      .map ul { list-style: none; padding: 0; margin: 0; font-size: 0.86rem } .map li { display: flex; gap: 0.25rem; align-items: baseline; flex-wrap: wrap }
      .triangle { width: 100%; touch-action: none; cursor: crosshair; display: block }
      .triangle path { opacity: 0.82; stroke-width: 0.3 } .triangle text { font-size: 6px; fill: var(--ink) }
      .handle { fill: var(--paper); stroke: var(--ink); stroke-width: 1.2; cursor: grab }
      .handle:focus-visible { outline: none; stroke: var(--accent); stroke-width: 2.4 }
      .wide { overflow-x: auto } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.86rem } th, td { text-align: start; padding: 0.25rem 0.5rem; border-bottom: 1px solid var(--line) }
      @media (prefers-reduced-motion: no-preference) { ol > li { transition: transform 0.18s ease-out } }
      @media (max-width: 61.9rem) { .map { grid-template-columns: minmax(0, 1fr) } .map .triangle { max-width: 26rem } }
      @media (max-width: 47.9rem) {
        .all { grid-template-columns: minmax(0, 1fr); grid-template-rows: none } .map, .bars, .weights { grid-area: auto } .triangle { max-width: 20rem; margin: auto }
        .lead { position: sticky; top: 0; z-index: 2; background: var(--paper); padding: 0.25rem 0; margin: 0 }
        .weights { top: auto; bottom: 0; z-index: 1; background: var(--paper); border-top: 2px solid var(--accent); margin-inline: -1rem; padding: 0 1rem } .weights[open] { max-height: 45vh }
        .weights > summary { display: list-item; font-weight: 600; color: var(--ink); padding: 0.5rem 0; position: sticky; top: 0; background: var(--paper); z-index: 1 }
        ol > li { height: ${ABOVE}px; grid-template-columns: 1.6rem 2rem minmax(0, 1fr) 3.9rem; grid-template-rows: 1fr 1.5rem; gap: 0 0.4rem } ol > li .bar { grid-column: 1 / -1; grid-row: 2; padding-block: 0.45rem; background-clip: content-box } .name { font-size: 0.86rem }
      }
    `,
  ];
}

function mark(gained: number | null): string {
  if (!gained) return gained === 0 ? "·" : "";
  return gained > 0 ? `▲${gained}` : `▼${-gained}`;
}
