/**
 * `<see-ranking src="https://host/v1/shared/TOKEN.json">`: a shared ranking in any page, as the service froze it.
 *
 * Its words are Thai where the nearest `lang` is, else English. It asks nobody but the host of its `src`.
 */

import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { Text } from "./data";
import { colour, shared } from "./style";
import { styled } from "./styled";
import { languageOf, say, translate } from "./words";

interface Shared {
  title: Text | null;
  note: Text | null;
  candidates: { id: string; name: Text; score: number | null; rank: number | null; conditional: boolean }[];
}

export class SeeRanking extends LitElement {
  static override properties = { src: {}, top: { type: Number }, result: { state: true }, fault: { state: true } };
  declare src: string;
  /** How many of the first to show; all of them without. */
  declare top: number;
  declare result: Shared | null;
  declare fault: boolean;

  constructor() {
    super();
    this.src = "";
    this.top = Infinity;
    this.result = null;
    this.fault = false;
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("src") && this.src) void this.load();
  }

  private async load(): Promise<void> {
    const from = this.src;
    try {
      const answer = await fetch(from, { headers: { Accept: "application/json" }, credentials: "omit" });
      if (!answer.ok) throw new Error(String(answer.status));
      const result = (await answer.json()) as Shared;
      if (from === this.src) [this.result, this.fault] = [result, !Array.isArray(result.candidates)];
    } catch {
      if (from === this.src) [this.result, this.fault] = [null, true];
    }
  }

  protected override render(): TemplateResult {
    const language = languageOf(this);
    const t = (template: string) => translate(language, template);
    if (this.fault) return html`<div class="root" lang=${language}><p role="alert">${t("This ranking cannot be shown. It is no longer shared, or its server is not responding.")}</p></div>`;
    const result = this.result;
    if (!result) return html`<div class="root" lang=${language} aria-busy="true"><slot></slot></div>`;
    const ranked = result.candidates.filter((each) => each.rank !== null && each.rank <= (this.top || Infinity));
    const most = ranked.reduce((best, each) => Math.max(best, each.score ?? 0), 0);
    return html`<div class="root" lang=${language}>
      <h2><bdi>${say(result.title, language)}</bdi></h2>
      ${result.note ? html`<p class="soft" role="note"><bdi>${say(result.note, language)}</bdi></p>` : nothing}
      <table>
        <thead><tr><th scope="col">${t("Rank")}</th><th scope="col">${t("Candidate")}</th><th scope="col">${t("Score")}</th></tr></thead>
        <tbody>${ranked.map(
          (each) => html`<tr><td>${each.rank}</td><th scope="row"><bdi>${say(each.name, language)}</bdi>${each.conditional ? " *" : ""}
            <span class="bar" aria-hidden="true"><i style=${styled({ width: most > 0 ? `${(100 * Math.max(each.score ?? 0, 0)) / most}%` : "0", background: colour(0) })}></i></span></th>
            <td>${each.score?.toFixed(3) ?? ""}</td></tr>`,
        )}</tbody>
      </table>
      ${ranked.some((each) => each.conditional) ? html`<p class="soft">* ${t("conditional: a gate is not yet checked")}</p>` : nothing}
    </div>`;
  }

  static override styles = [
    shared,
    css`
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
      th, td { text-align: start; vertical-align: top; padding: 0.3em 0.5em; border-bottom: 1px solid var(--line); font-weight: 400 }
      thead th { font-weight: 600 } th .bar { height: 0.4em }
      /* in pixels: a foreign page may have set any size for its root */
      .root { background: var(--paper); padding: 0.5em; font-size: 16px }
    `,
  ];
}
