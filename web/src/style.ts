/** What the elements share: the page's colours where they are inside one, our own elsewhere, light and dark. */

import { css } from "lit";

export const shared = css`
  :host {
    display: block;
  }
  /* whatever a foreign page says of its elements stops here */
  .root {
    all: initial;
    display: block;
    box-sizing: border-box;
    font: 400 1rem/1.65 Sarabun, "Noto Sans Thai", "Leelawadee UI", Thonburi, system-ui, sans-serif;
    color: var(--ink);
    color-scheme: light dark;
    overflow-wrap: break-word;
    --ink: light-dark(#1d2530, #e8ebef);
    --soft: light-dark(#565f6b, #aeb6c0);
    --paper: light-dark(#fff, #171b21);
    --ground: light-dark(#f5f6f8, #101317);
    --line: light-dark(#d8dce2, #353c46);
    --edge: light-dark(#767f8b, #8b95a1);
    --accent: light-dark(#175aa9, #8ab8f0);
    --warn: light-dark(#8a3a12, #ffb48a);
    --warn-soft: light-dark(#fdf0e8, #33231a);
    --good: light-dark(#1d6b45, #7fd3a8);
    --s0: light-dark(#175aa9, #5b9be6);
    --s1: light-dark(#c34c21, #e0794f);
    --s2: light-dark(#2b7a82, #4fb0ba);
    --s3: light-dark(#6b6fde, #989bf5);
    --s4: light-dark(#42a37e, #63c79f);
    --s5: light-dark(#901b0f, #e0695c);
    --s6: light-dark(#e37407, #f0983f);
    --s7: light-dark(#6893c5, #a3c3e8);
    --s8: light-dark(#878f9a, #8b93a0);
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
    min-width: 0;
  }
  bdi {
    overflow-wrap: anywhere;
  }
  :focus-visible {
    outline: 3px solid var(--accent);
    outline-offset: 2px;
    border-radius: 2px;
  }
  a {
    color: var(--accent);
    text-underline-offset: 0.2em;
  }
  .soft {
    color: var(--soft);
    font-size: 0.86em;
  }
  h2 {
    font-size: 1.2em;
    line-height: 1.5;
    margin: 0 0 0.25em;
    font-weight: 600;
  }
  button,
  select,
  input {
    font: inherit;
    line-height: 1.5;
    color: inherit;
    background: var(--paper);
    border: 1px solid var(--edge);
    border-radius: 0.4em;
    padding: 0.2em 0.6em;
    min-width: 0;
    max-width: 100%;
  }
  button {
    cursor: pointer;
    min-height: 2em;
  }
  .bar {
    display: flex;
    height: 0.9em;
    background: var(--ground);
    border-radius: 2px;
    overflow: hidden;
  }
  .bar i {
    display: block;
    height: 100%;
    box-shadow: inset -1px 0 var(--paper);
  }
  .swatch {
    display: inline-block;
    width: 0.9em;
    height: 0.9em;
    border-radius: 2px;
    margin-inline-end: 0.4em;
    flex: none;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
`;

export const colour = (slot: number): string => `var(--s${Math.min(slot, 8)})`;
