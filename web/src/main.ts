/** The live elements: `<see-explore>` of the pages, `<see-ranking>` for any page. */

import { SeeExplore } from "./explore";
import { SeeRanking } from "./ranking";

for (const [name, element] of [["see-explore", SeeExplore], ["see-ranking", SeeRanking]] as const) {
  if (!customElements.get(name)) customElements.define(name, element);
}

export { SeeExplore, SeeRanking };
