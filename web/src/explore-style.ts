/** How `<see-explore>` looks: weights beside the map and the bars, on a phone in a sheet below them. */

import { css } from "lit";

/** Pixels of a row beside its bar, and of one above it (phones); names have two lines of it. */
export const BESIDE = 56;
export const ABOVE = 74;

export const look = css`
  .head { position: relative } .lead { font-size: 1.2rem; line-height: 1.6; margin: 0 0 0.75rem } .saved { margin: 0 0 0.5rem; border-inline-start: 4px solid var(--good); padding-inline-start: 0.75rem }
  .busy { position: absolute; inset-inline-end: 0; top: 100%; z-index: 2; margin: -0.75rem 0 0; color: var(--soft); font-size: 0.86rem } .busy span { background: var(--paper); padding-inline-start: 0.5rem; animation: wait 0.4s step-end } @keyframes wait { from { visibility: hidden } }
  .fault { background: var(--warn-soft); padding: 0.5rem 0.75rem }
  .all { display: grid; grid-template-columns: minmax(18rem, 23rem) minmax(0, 1fr); grid-template-rows: auto 1fr; gap: 1rem 2.5rem; align-items: start }
  .weights { grid-area: 1 / 1 / span 2; position: sticky; top: 0; margin-inline-start: -0.25rem } .weights > summary { display: none }
  .column { display: flex; flex-direction: column; max-height: 100vh } .groups { overflow-y: auto; padding: 0.25rem 0.5rem 0 0.25rem; border-bottom: 1px solid var(--line) } ::slotted(form) { flex: none; padding: 0.5rem 0.5rem 0.5rem 0.25rem }
  .map { grid-area: 1 / 2; display: grid; grid-template-columns: minmax(0, 22rem) minmax(10rem, 1fr); gap: 0 1.5rem; align-items: center } .map h2 { grid-column: 1 / -1 }
  .bars { grid-area: 2 / 2 }
  fieldset { border: 0; padding: 0; margin: 0 0 1rem; min-width: 0 }
  legend { font-weight: 600; padding: 0 }
  .weight { display: grid; grid-template-columns: 1fr 4.8rem auto auto; gap: 0 0.5rem; align-items: center; padding: 0.3rem 0; border-bottom: 1px solid var(--line) }
  .weight input[type="number"] { text-align: end; padding-inline: 0.3rem }
  .lock { border: 0; background: none; padding: 0.3rem; width: max(2rem, 32px); min-height: max(2rem, 32px) } .lock svg { display: block; fill: none; stroke: var(--edge); stroke-width: 1.5 } .lock[aria-pressed="true"] svg { stroke: var(--accent) } .lock[aria-pressed="true"] rect { fill: var(--accent) }
  .slide { grid-column: 1 / -1; position: relative; display: flex; height: 1.75rem }
  .slide input { flex: 1; margin: 0; padding: 0; accent-color: var(--accent); background: none; border: 0; position: relative }
  .held { position: absolute; bottom: 0; height: 4px; border-radius: 2px; background: var(--good) }
  .interval { grid-column: 1 / -1; margin: 0; font-size: 0.86rem; color: var(--soft) }
  .interval[data-old] { visibility: hidden }
  .interval span { display: block }
  .ends { grid-column: 1 / -1; font-size: 0.86rem } .ends p { margin: 0 }
  summary { cursor: pointer; color: var(--soft); padding: 0.2rem 0 }
  .tools { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.4rem 0.75rem; align-items: center; margin-bottom: 1rem } .tools > span { display: flex; gap: 0.5rem; align-items: center } .tools > span > .soft { white-space: nowrap; flex: none } .tools > :is(p, div) { grid-column: 1 / -1; margin: 0 } .do { display: flex; flex-wrap: wrap; gap: 0.5rem } .do button { font-size: 0.86rem }
  .key { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0 0 0.5rem }
  ol { list-style: none; margin: 0 0 0.75rem; padding: 0; position: relative }
  .window { overflow-y: auto; border-block: 1px solid var(--line); margin-bottom: 0.75rem } .window ol { margin: 0 }
  ol > li { position: absolute; inset-inline: 0; height: ${BESIDE}px; display: grid; grid-template-columns: 2.2rem 2rem minmax(8rem, 18rem) minmax(3rem, 1fr) 4.2rem; gap: 0 0.6rem; align-items: center; border-bottom: 1px solid var(--line); contain: layout style }
  .rank { font-weight: 600; text-align: end } .rank, .score, .gained { font-variant-numeric: tabular-nums }
  .gained { font-size: 0.86rem; white-space: nowrap }
  .name { line-height: 1.5; max-height: 3em; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2 }
  button.bar { padding: 0; border: 0; min-height: 1.5rem; height: 1.5rem; width: 100%; background: var(--ground) } button:disabled { cursor: default }
  .failed { border-inline-start: 3px solid var(--warn); padding-inline-start: 0.75rem; margin-top: 1rem } .failed h2 { font-size: 1rem } .term { display: inline-grid; place-content: center; width: 1.5rem; height: 1.5rem; border-radius: 50%; border: 1px solid var(--edge); font-size: 0.86rem; font-weight: 600; text-decoration: none; vertical-align: middle; line-height: 1 }
  .bars > button, .parts { margin-top: 0.75rem } .parts h3 { font-size: 0.86rem; margin: 0 } .parts ul { list-style: none; padding: 0; margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 0 1.5rem; font-size: 0.86rem } .parts li { display: flex; gap: 0.25rem; align-items: baseline } .parts b { margin-inline-start: auto; font-variant-numeric: tabular-nums } .failed .soft { display: block } .failed p { margin: 0 0 0.5rem }
  .map ul { list-style: none; padding: 0; margin: 0; font-size: 0.86rem } .map li { display: flex; gap: 0.25rem; align-items: baseline; flex-wrap: wrap }
  .triangle { width: 100%; touch-action: none; cursor: crosshair; display: block }
  .triangle path { opacity: 0.82; stroke-width: 0.3 } .triangle text { font-size: 6px; fill: var(--ink) }
  .handle { fill: var(--paper); stroke: var(--ink); stroke-width: 1.2; cursor: grab }
  .handle:focus-visible { outline: none; stroke: var(--accent); stroke-width: 2.4 }
  .wide { overflow-x: auto; margin-top: 0.5rem } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.86rem; line-height: 1.5; overflow-wrap: normal } th, td { text-align: start; padding: 0.25rem 0.5rem; border-bottom: 1px solid var(--line) } thead th { vertical-align: bottom } thead th:nth-child(n + 4) { min-width: 4.5rem } tbody th { min-width: 11rem; font-weight: 400 } :is(td, thead th):not(:nth-child(2)) { text-align: end } td { white-space: nowrap }
  @media (prefers-reduced-motion: no-preference) { ol > li { transition: transform 0.18s ease-out } }
  @media (max-width: 61.9rem) { .all { grid-template-columns: minmax(15rem, 18rem) minmax(0, 1fr); gap: 1rem 1.5rem } ol > li { grid-template-columns: 1.4rem 1.9rem minmax(6rem, 1fr) minmax(4rem, 1fr) 3.9rem; gap: 0 0.5rem } .map { grid-template-columns: minmax(0, 1fr) } .map .triangle { max-width: 26rem } }
  @media (max-width: 47.9rem) {
    .all { grid-template-columns: minmax(0, 1fr); grid-template-rows: none } .map, .bars, .weights { grid-area: auto } .triangle { max-width: 20rem; margin: auto }
    .head { position: sticky; top: 0; z-index: 2; background: var(--paper); padding: 0.25rem 0 } .lead { margin: 0; font-size: 0.86rem; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden } .busy { margin: 0 }
    .weights { top: auto; bottom: 0; z-index: 1; background: var(--paper); border-top: 2px solid var(--accent); margin-inline: -1rem; padding: 0 1rem } .weights[open] { max-height: 45vh; overflow-y: auto } .column { display: block } .groups { border: 0; padding: 0 }
    .weights > summary { display: list-item; font-weight: 600; color: var(--ink); padding: 0.5rem 0; position: sticky; top: 0; background: var(--paper); z-index: 1 }
    ol > li { height: ${ABOVE}px; grid-template-columns: 1.6rem 2rem minmax(0, 1fr) 3.9rem; grid-template-rows: 1fr 1.5rem; gap: 0 0.4rem } ol > li .bar { grid-column: 1 / -1; grid-row: 2; padding-block: 0.45rem; background-clip: content-box } .name { font-size: 0.86rem }
  }
`;
