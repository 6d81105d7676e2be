/** The map of winners: a triangle with a handle, by mouse, touch and keys. */

import { html, svg, type TemplateResult } from "lit";
import type { Mix, Region } from "./data";
import { colour } from "./style";

const LEFT = 20;
const TOP = 12;
const SIDE = 100;
const HEIGHT = SIDE * Math.sqrt(0.75);

const place = (mix: Mix): [number, number] => [LEFT + SIDE * (mix[0] * 0.5 + mix[2]), TOP + HEIGHT * (1 - mix[0])];
const written = (mix: Mix): string => place(mix).map((each) => each.toFixed(2)).join(",");

/** The mix at a point of the drawing, or the nearest one that is a mix. */
function mixAt(x: number, y: number): Mix {
  const first = 1 - (y - TOP) / HEIGHT;
  const third = (x - LEFT) / SIDE - first / 2;
  const inside = [first, 1 - first - third, third].map((share) => Math.min(Math.max(share, 0), 1));
  const whole = inside.reduce((sum, share) => sum + share, 0);
  return inside.map((share) => share / whole) as Mix;
}

export interface Drawn {
  regions: Region[];
  current: Mix;
  titles: [string, string, string];
  label: string;
  value: string;
  /** Nothing of it may move. */
  held: boolean;
  moving: (mix: Mix) => void;
  done: () => void;
}

const KEYS: Readonly<Record<string, Mix>> = {
  ArrowUp: [2, -1, -1],
  ArrowDown: [-2, 1, 1],
  ArrowLeft: [0, 1, -1],
  ArrowRight: [0, -1, 1],
};
const STEP = 0.01;

export function triangle(drawn: Drawn): TemplateResult {
  const [x, y] = place(drawn.current);
  let from: SVGSVGElement | null = null;

  const point = (event: PointerEvent) => {
    const box = from!.getScreenCTM()!.inverse();
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(box);
    drawn.moving(mixAt(at.x, at.y));
  };
  const down = (event: PointerEvent) => {
    from = event.currentTarget as SVGSVGElement;
    from.setPointerCapture(event.pointerId);
    from.querySelector<SVGElement>("[role=slider]")?.focus();
    event.preventDefault();
    point(event);
    const move = (next: Event) => point(next as PointerEvent);
    const up = () => {
      from?.removeEventListener("pointermove", move);
      drawn.done();
    };
    from.addEventListener("pointermove", move);
    from.addEventListener("lostpointercapture", up, { once: true });
  };
  const key = (event: KeyboardEvent) => {
    const by = KEYS[event.key];
    if (!by) return;
    event.preventDefault();
    const step = event.shiftKey ? 10 * STEP : STEP;
    const raw = drawn.current.map((share, at) => Math.max(0, share + (step * by[at]!) / 2)) as Mix;
    const whole = raw[0] + raw[1] + raw[2];
    drawn.moving(raw.map((share) => share / whole) as Mix);
  };

  return html`<svg class="triangle" viewBox="0 0 140 112" @pointerdown=${down}>
    ${drawn.regions.map(
      (region) =>
        svg`<path fill=${colour(region.slot)} stroke=${region.polygons.length > 8 ? colour(region.slot) : "var(--paper)"} d=${region.polygons
          .map((polygon) => `M${polygon.map(written).join("L")}Z`)
          .join("")}></path>`,
    )}
    ${([place([1, 0, 0]), place([0, 1, 0]), place([0, 0, 1])] as const).map(
      ([left, top], at) => svg`<text x=${left} y=${at === 0 ? top - 4 : top + 9} text-anchor="middle">${drawn.titles[at]}</text>`,
    )}
    <circle
      class="handle" r="3.6" cx=${x} cy=${y} tabindex="0" role="slider" aria-label=${drawn.label}
      aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(100 * drawn.current[0])} aria-valuetext=${drawn.value} aria-disabled=${drawn.held}
      @keydown=${key} @keyup=${(event: KeyboardEvent) => event.key in KEYS && drawn.done()}
    ></circle>
  </svg>`;
}
