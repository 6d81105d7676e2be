/** The catalogue's words, and people's own texts, in the language of the page. */

import catalogue from "virtual:catalogue";
import type { Text } from "./data";

/** The language of an element: its own or the nearest `lang` around it, English if that is none of ours. */
export function languageOf(element: Element): "en" | "th" {
  const marked = element.closest("[lang]") ?? document.documentElement;
  return marked.getAttribute("lang")?.toLowerCase().startsWith("th") ? "th" : "en";
}

/** Somebody's own words in a language, else in English, else in any. */
export function say(text: Text | null | undefined, language: string): string {
  return text ? (text[language] ?? text["en"] ?? Object.values(text)[0] ?? "") : "";
}

/** The words for an English template with `{named}` values. */
export function translate(language: string, template: string, values: Readonly<Record<string, string | number>> = {}): string {
  const words = language === "th" ? (catalogue[template] ?? template) : template;
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A share in per cent: with a no-break space, in Thai with none. */
export function percent(language: string, share: number, decimals = 1): string {
  return `${Number((100 * share).toFixed(decimals))}${language === "th" ? "" : "\u00a0"}%`;
}
