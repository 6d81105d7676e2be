/** The weights in an address go along to the other pages. */

/** Give the page's links that carry its query (`data-carries`) this one; a link to another language keeps its own. */
export function carry(search: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-carries]")) {
    const query = new URLSearchParams(search);
    const own = new URLSearchParams(link.search).get("lang");
    query.delete("lang");
    if (own) query.set("lang", own);
    link.search = query.toString();
  }
}
