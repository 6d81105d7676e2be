/** Styles of an element set one by one: a style attribute is what a careful page's security policy refuses. */

import { noChange } from "lit";
import { directive, Directive, type AttributePart, type PartInfo, PartType } from "lit/directive.js";

type Styles = Readonly<Record<string, string>>;

class Styled extends Directive {
  private before: Styles = {};

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ATTRIBUTE || part.name !== "style") throw new Error("styled() stands in style=");
  }

  render(_styles: Styles): unknown {
    return noChange;
  }

  override update(part: AttributePart, [styles]: [Styles]): unknown {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(styles)) if (this.before[name] !== value) style.setProperty(name, value);
    this.before = styles;
    return noChange;
  }
}

export const styled = directive(Styled);
