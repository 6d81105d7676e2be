/** `<see-explore>`: the ranking moves as the weights do. Computed here while a hand moves, by the service once it rests. */

import { html, LitElement, noChange, nothing, type PropertyValues, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import type { Change, Mix, Node, Region, Text, View } from "./data";
import { carry } from "./carry";
import { Model, type Standing } from "./explore-model";
import { ABOVE, BESIDE, look } from "./explore-style";
import { colour, shared } from "./style";
import { styled } from "./styled";
import { triangle } from "./triangle";
import { languageOf, percent, say, translate } from "./words";

/** Rows from which only those in sight are drawn. */
const WINDOWED = 40;
const SHOWN = 12;

export class SeeExplore extends LitElement {
  static override properties = { busy: { state: true }, open: { state: true }, table: { state: true }, top: { state: true } };
  declare busy: boolean;
  declare open: string | null;
  declare table: boolean;
  declare top: number;

  private model: Model | null = null;
  private regions: Region[] = [];
  private leader = "";
  private fault = "";
  private moving = false;
  /** The node into whose field somebody is typing: it is left alone until it is done. */
  private typing = "";
  private asking: AbortController | null = null;
  private frame = 0;
  /** On a phone the sliders wait in a sheet below until they are asked for. */
  private readonly narrow = matchMedia("(max-width: 47.9rem)");
  private get pitch(): number {
    return this.narrow.matches ? ABOVE : BESIDE;
  }

  constructor() {
    super();
    this.busy = false;
    this.open = null;
    this.table = false;
    this.top = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const given = this.querySelector('script[type="application/json"]')?.textContent;
    if (given) this.take(JSON.parse(given) as View);
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

  private take(view: View): void {
    this.model = new Model(view, new URLSearchParams(location.search));
    this.regions = view.map?.regions ?? [];
  }

  private readonly back = () => {
    this.model?.read(new URLSearchParams(location.search));
    this.arrive();
  };

  /** Show a change at the next frame, however many changes come before it. */
  private readonly show = (map: boolean) => {
    if (map && this.model) this.regions = this.model.regions(false);
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.requestUpdate());
  };

  /** A hand moves: what is still being computed is of weights that are gone. */
  private begin(): void {
    this.moving = true;
    this.asking?.abort();
  }

  private move(id: string, share: number): void {
    const model = this.model!;
    this.begin();
    if (!Number.isNaN(share)) model.move(id, share);
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
    if (this.moving) this.go();
  };

  private go(): void {
    const { query } = this.model!;
    if (query !== location.search) history.pushState(null, "", location.pathname + query);
    this.arrive();
  }

  /** The address is another one: what it says is shown at once, the rest when the service has answered. */
  private arrive(): void {
    const model = this.model;
    if (!model) return;
    this.moving = false;
    model.view.saved = null;
    this.regions = model.regions(false);
    carry(location.search);
    this.requestUpdate();
    void this.ask();
  }

  private async ask(): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    this.busy = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "application/json" }, signal: asking.signal });
      const view = (await answer.json()) as View & { faults: { message: Text }[] };
      if (asking.signal.aborted) return;
      this.fault = (view.faults ?? []).map(({ message }) => say(message, this.language)).join(" ");
      if (this.fault) return;
      if (!view.ranking) throw new Error(String(answer.status));
      this.model!.answer(view);
      this.regions = view.map?.regions ?? this.model!.regions(true);
    } catch (error) {
      if (asking.signal.aborted) return;
      this.fault = this.t("The server is not responding. These results were computed in your browser.");
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
    const method = form.elements.namedItem("method");
    if (method instanceof HTMLInputElement) method.value = this.model.method;
  }

  protected override render(): TemplateResult {
    const model = this.model;
    if (!model) return html`<slot></slot>`;
    const standings = model.standings();
    const leaders = standings.filter((each) => each.rank === 1).map((each) => say(each.name, this.language)).join(", ");
    if (!this.moving) this.leader = leaders;
    const { saved } = model.view;
    return html`<div class="root" lang=${this.language}>
      ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
      ${saved ? html`<p class="saved" role="status">${this.t("Saved as")} <strong><bdi>${say(saved, this.language)}</bdi></strong></p>` : nothing}
      <div class="head">${this.lead(standings)}<p class="busy" aria-live="polite">${this.busy ? html`<span>${this.t("Calculating…")}</span>` : nothing}</p></div>
      <p class="hidden" role="status">${this.t("First")}: ${this.leader}</p>
      <div class="all">
        ${this.map(model)}
        <details class="weights" ?open=${!this.narrow.matches}><summary>${this.t("Weights")}</summary>
          <div class="column"><div class="groups">${this.tools(model)} ${this.groups(model)}</div><slot name="save"></slot></div></details>
        <section class="bars" aria-label=${this.t("Ranking")}>${this.key(model, standings)} ${this.bars(model, standings)} ${this.failed(model)}</section>
      </div>
    </div>`;
  }

  private lead(standings: Standing[]): TemplateResult {
    return html`<p class="lead">${standings.slice(0, 3).map((each, place) => {
      const told = html`${each.rank}\u00a0<bdi>${say(each.name, this.language)}</bdi>${each.score === null ? nothing : `\u00a0${each.score.toFixed(3)}`}`;
      return html`${place ? " · " : nothing}${each.rank === 1 ? html`<strong>${told}</strong>` : told}`;
    })}</p>`;
  }

  // ------------------------------------------------------------------ weights

  private groups(model: Model): TemplateResult[] {
    const parents = [...new Set(model.view.tree.map((node) => node.parent))];
    return parents.map((parent) => {
      const nodes = model.view.tree.filter((node) => node.parent === parent);
      const own = model.view.tree.find((node) => node.id === parent);
      const whole = model.view.tree.some((node) => !node.leaf) ? this.t("Criteria groups") : this.t("Criteria weights");
      const title = own ? say(own.name, this.language) : whole;
      return html`<fieldset><legend>${title}</legend>${nodes.map((node) => this.weight(model, node, nodes.length < 2))}</fieldset>`;
    });
  }

  private weight(model: Model, node: Node, alone: boolean): TemplateResult {
    const share = model.shares[node.id] ?? 0;
    const locked = model.locked.has(node.id);
    const moves = model.moves(node.id);
    const name = say(node.name, this.language);
    const shown = (decimals: number) => live(String(Number((100 * share).toFixed(decimals))));
    return html`<div class="weight">
      <label for="n-${node.id}">${name}</label>
      <input id="n-${node.id}" type="number" min="0" max="100" step="0.1" .value=${this.typing === node.id ? noChange : shown(1)} ?disabled=${!moves}
        @input=${() => (this.typing = node.id)} @blur=${() => (this.typing = "")}
        @change=${(event: Event) => {
          this.typing = "";
          this.move(node.id, (event.target as HTMLInputElement).valueAsNumber / 100);
          this.rest();
        }} /><span aria-hidden="true">%</span>
      <button class="lock" aria-pressed=${locked} aria-label=${this.t("Lock {name}", { name })} ?disabled=${alone}
        @click=${() => {
          if (!model.locked.delete(node.id)) model.locked.add(node.id);
          this.requestUpdate();
        }}><svg viewBox="0 0 16 16" aria-hidden="true"><rect x="3" y="7" width="10" height="7" rx="1.5"></rect><path d=${locked ? "M5 7V5a3 3 0 0 1 6 0v2" : "M5 7V5a3 3 0 0 1 6-.8"}></path></svg></button>
      <div class="slide">
        ${this.span(model, node)}
        <input type="range" min="0" max="100" step="0.01" .value=${shown(2)} ?disabled=${!moves} aria-label=${name}
          aria-valuetext=${percent(this.language, share)}
          @input=${(event: Event) => this.move(node.id, Number((event.target as HTMLInputElement).value) / 100)}
          @change=${this.rest} />
      </div>
      ${node.leaf && (node.worst?.words || node.best?.words)
        ? html`<details class="ends"><summary>${this.t("from worst to best")}</summary><p>${say(node.worst?.words, this.language)}</p><p>→ ${say(node.best?.words, this.language)}</p></details>`
        : nothing}
      ${this.interval(model, node)}
    </div>`;
  }

  /** Whether what the service has told is of other weights than those shown. */
  private get old(): boolean {
    return this.moving || this.busy || this.fault !== "";
  }

  /** The shares within which the winner holds, drawn behind the slider. */
  private span(model: Model, node: Node): TemplateResult | typeof nothing {
    const held = model.view.intervals[node.id];
    if (!held || this.old) return nothing;
    return html`<i class="held" style=${styled({ left: `${100 * held.low}%`, width: `${100 * (held.high - held.low)}%` })}></i>`;
  }

  private interval(model: Model, node: Node): TemplateResult {
    const held = model.view.intervals[node.id];
    if (!held) return html``;
    const to = (change: Change | null, words: string) =>
      change ? html`<span>${words} <b>${percent(this.language, change.at)}</b>: <bdi>${change.names.map((name) => say(name, this.language)).join(", ")}</bdi></span>` : nothing;
    return html`<p class="interval" ?data-old=${this.old}>
      ${held.below || held.above
        ? html`${to(held.below, this.t("below"))} ${to(held.above, this.t("above"))}`
        : this.t("the winner does not depend on this weight")}
    </p>`;
  }

  private tools(model: Model): TemplateResult {
    const names: Record<string, string> = {
      topsis: this.t("TOPSIS"),
      additive: this.t("Weighted sum"),
      ahp: this.t("AHP"),
      multiplicative: this.t("Weighted product"),
    };
    const option = (id: string, words: string, chosen: string) => html`<option value=${id} .selected=${live(id === chosen)}>${words}</option>`;
    return html`<div class="tools">
      <label for="weighting">${this.t("Weighting")}</label>
      <span><select id="weighting" @change=${(event: Event) => {
          model.start((event.target as HTMLSelectElement).value);
          this.go();
        }}>${model.view.choice.weightings.map(({ id, name }) => option(id, say(name, this.language), model.weighting))}</select>
        ${model.moved ? html`<span class="soft">${this.t("changed")}</span>` : nothing}</span>
      <label for="method">${this.t("Method")}</label>
      <span><select id="method" @change=${(event: Event) => {
          model.method = (event.target as HTMLSelectElement).value;
          this.go();
        }}>${model.view.choice.methods.map(({ id }) => option(id, names[id] ?? id, model.method))}</select></span>
      ${model.live ? nothing : html`<p class="soft">${this.t("This method runs on the server. Results appear when you stop adjusting.")}</p>`}
      <div class="do"><button @click=${() => {
        model.pinned = { ...model.shares };
        this.go();
      }}>${this.t("Pin ranking for comparison")}</button>
      <button @click=${() => {
        model.start(model.weighting);
        model.pinned = null;
        model.locked.clear();
        this.go();
      }}>${this.t("Reset")}</button></div>
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

  private key(model: Model, standings: Standing[]): TemplateResult | typeof nothing {
    const branches = this.branches(model);
    const against = model.view.baseline.label ? say(model.view.baseline.label, this.language) : this.t("the pinned ranking");
    return html`<p class="key soft">
      ${branches.length <= 4 ? branches.map(({ node }, at) => html`<span><i class="swatch" style=${styled({ background: colour(at) })}></i>${say(node.name, this.language)}</span>`) : nothing}
      <span>▲▼ ${this.t("compared with {what}", { what: against })}</span>
      ${model.view.contributions === "allocated" ? html`<span>${this.t("TOPSIS scores are not sums: the parts of a bar show how the score divides among the criteria.")}</span>` : nothing}
      ${standings.some((each) => each.conditional) ? html`<span>* ${this.t("conditional: a gate is not yet checked")}</span>` : nothing}
    </p>`;
  }

  private bars(model: Model, standings: Standing[]): TemplateResult {
    const most = standings.reduce((best, each) => Math.max(best, each.score ?? 0), 0);
    const windowed = standings.length > WINDOWED;
    const height = windowed ? SHOWN * this.pitch : standings.length * this.pitch;
    const first = windowed ? Math.max(0, Math.floor(this.top / this.pitch) - 3) : 0;
    const { query } = model;
    const seen = standings.map((each, place) => ({ each, place })).slice(first, windowed ? first + SHOWN + 6 : undefined);
    return html`<div class=${windowed ? "window" : ""} style=${styled({ height: `${height}px` })} tabindex=${windowed ? 0 : nothing}
        role=${windowed ? "region" : nothing} aria-label=${windowed ? this.t("Ranking") : nothing}
        @scroll=${(event: Event) => (this.top = (event.currentTarget as HTMLElement).scrollTop)}>
      <ol style=${styled({ height: `${standings.length * this.pitch}px` })}>
        ${repeat(seen, ({ each }) => each.id, ({ each, place }) => this.row(model, each, place, most, query))}
      </ol></div>
      ${this.parts(model, standings)}
      <button @click=${() => (this.table = !this.table)} aria-expanded=${this.table}>${this.t("View as table")}</button>
      ${this.table ? (this.moving ? noChange : this.asTable(model, standings)) : nothing}`;
  }

  private row(model: Model, each: Standing, place: number, most: number, query: string): TemplateResult {
    const name = say(each.name, this.language);
    const opened = this.open === each.id && model.formula !== null;
    return html`<li style=${styled({ transform: `translateY(${place * this.pitch}px)` })} class=${this.moving ? "moving" : ""}>
      <span class="rank">${each.rank}</span>
      <span class="gained">${mark(each.gained)}${each.gained ? html`<span class="hidden">${this.gained(each.gained)}</span>` : nothing}</span>
      <a class="name" title=${name} href=${this.candidate(each.id, query)}><bdi>${name}</bdi></a>
      <button class="bar" ?disabled=${!model.formula} aria-expanded=${opened} aria-controls=${opened ? "parts" : nothing} aria-label=${this.t("Score breakdown for {name}", { name })} @click=${() => (this.open = opened ? null : each.id)}>
        ${this.segments(model, each, most, opened)}</button>
      <span class="score">${each.score === null ? "" : each.score.toFixed(3)}${each.conditional ? html`<span aria-hidden="true"> *</span><span class="hidden">${this.t("conditional: a gate is not yet checked")}</span>` : nothing}</span>
    </li>`;
  }

  private candidate(id: string, query: string): string {
    return `/d/${this.model!.view.decision.id}/c/${id}${query}`;
  }

  private gained(places: number): string {
    return places > 0 ? this.t("{places} up", { places }) : this.t("{places} down", { places: -places });
  }

  private segments(model: Model, each: Standing, most: number, opened: boolean): TemplateResult[] {
    const parts = model.parts(each);
    const wide = (part: number) => (most > 0 ? `${(100 * Math.max(part, 0)) / most}%` : "0");
    if (!parts) return [html`<i style=${styled({ width: wide(each.score ?? 0), background: colour(0) })}></i>`];
    return this.branches(model).flatMap((branch, at) =>
      opened
        ? branch.leaves.map((leaf) => html`<i style=${styled({ width: wide(parts[leaf]!), background: colour(at) })}></i>`)
        : [html`<i style=${styled({ width: wide(branch.leaves.reduce((sum, leaf) => sum + parts[leaf]!, 0)), background: colour(at) })}></i>`],
    );
  }

  /** The parts of the row that is open, by name. */
  private parts(model: Model, standings: Standing[]): TemplateResult | typeof nothing {
    const each = standings.find(({ id }) => id === this.open);
    const parts = each && model.parts(each);
    if (!parts) return nothing;
    const name = say(each.name, this.language);
    const leaves = model.view.tree.filter((node) => node.leaf);
    return html`<section id="parts" class="parts" aria-label=${this.t("Score breakdown for {name}", { name })}><h3><bdi>${name}</bdi></h3>
      <ul>${this.branches(model).flatMap((branch, at) =>
        branch.leaves.map((leaf) => html`<li><i class="swatch" style=${styled({ background: colour(at) })}></i><span>${say(leaves[leaf]!.name, this.language)}</span> <b>${parts[leaf]!.toFixed(3)}</b></li>`),
      )}</ul></section>`;
  }

  private asTable(model: Model, standings: Standing[]): TemplateResult {
    const leaves = model.view.tree.filter((node) => node.leaf);
    return html`<div class="wide" tabindex="0" role="region" aria-label=${this.t("View as table")}><table>
      <thead><tr><th scope="col">${this.t("Rank")}</th><th scope="col">${this.t("Candidate")}</th><th scope="col">${this.t("Score")}</th>
        ${model.formula ? leaves.map((leaf) => html`<th scope="col">${say(leaf.name, this.language)}</th>`) : nothing}</tr></thead>
      <tbody>${standings.map((each) => html`<tr><td>${each.rank}</td><th scope="row"><bdi>${say(each.name, this.language)}</bdi></th><td>${each.score?.toFixed(4) ?? ""}</td>
        ${model.parts(each)?.map((part) => html`<td>${part.toFixed(4)}</td>`) ?? nothing}</tr>`)}</tbody></table></div>`;
  }

  private failed(model: Model): TemplateResult | typeof nothing {
    const rows = model.view.ranking.filter((row) => row.rank === null);
    if (!rows.length) return nothing;
    return html`<div class="failed"><h2>${this.term("gate", this.t("Not ranked: fails a gate"))}</h2>
      ${rows.map((row) => html`<p><a href=${this.candidate(row.id, model.query)}><bdi>${say(row.name, this.language)}</bdi></a>
        ${row.reasons.map((reason) => html`<span class="soft"><bdi>${say(reason, this.language)}</bdi></span>`)}
        ${row.shadow_rank ? html`<span class="soft">${this.t("If it passed, it would rank {rank}.", { rank: row.shadow_rank })}</span>` : nothing}</p>`)}</div>`;
  }

  private term(id: string, words: string): TemplateResult {
    return html`${words} <a class="term" href="/help#${id}" aria-label=${this.t("What does this mean: {term}", { term: words })}>?</a>`;
  }

  // ------------------------------------------------------------------ map

  private map(model: Model): TemplateResult | typeof nothing {
    const map = model.view.map;
    if (!map) return nothing;
    const titles = map.nodes.map((id) => say(model.view.tree.find((node) => node.id === id)!.name, this.language)) as [string, string, string];
    const current = model.current;
    return html`<section class="map" aria-label=${this.t("Map of winners")}><h2>${this.term("pillar-map", this.t("Winner for every mix of weights"))}</h2>
      ${triangle({
        regions: this.regions,
        current,
        titles,
        label: this.t("Mix of {a}, {b} and {c}", { a: titles[0], b: titles[1], c: titles[2] }),
        value: titles.map((title, at) => `${title} ${percent(this.language, current[at]!, 0)}`).join(", "),
        held: map.nodes.filter((id) => model.locked.has(id)).length > 1,
        moving: (mix: Mix) => {
          this.begin();
          model.mix(mix);
          this.show(false);
        },
        done: this.rest,
      })}
      <ul>${this.regions.map((region) => html`<li><i class="swatch" style=${styled({ background: colour(region.slot) })}></i><bdi>${region.names.map((name) => say(name, this.language)).join(", ")}</bdi> <span class="soft">${percent(this.language, region.area)}</span></li>`)}</ul>
    </section>`;
  }

  static override styles = [shared, look];
}

function mark(gained: number | null): string {
  if (!gained) return "";
  return gained > 0 ? `▲${gained}` : `▼${-gained}`;
}
