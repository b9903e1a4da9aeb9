// What a filter box offers at a place: an experiment's own fields, their operators, their values.
import { changed } from "../address.ts";
import { quotedField, quotedText } from "../clause.ts";
import { data } from "../data.ts";
import { kindOf, MEANINGS, operatorsOf, type Place, ranked } from "./completion.ts";

const MOST = 40;
const HOUR = 3_600_000;
const TIMES: [string, number][] = [
  ["an hour ago", HOUR],
  ["a day ago", 24 * HOUR],
  ["a week ago", 7 * 24 * HOUR],
  ["30 days ago", 30 * 24 * HOUR],
];
const STATUSES = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

export interface Keys {
  metrics: string[];
  params: string[];
  tags: string[];
  attributes: string[];
  ci: string[];
  columns: string[];
  quoted: Record<string, string>;
  present?: string[];
  different?: string[];
}

export interface Suggestion {
  label: string;
  hint: string;
  text: string; // what is written for it
}

export class Suggestions {
  private readonly address: string;
  private keys: Promise<Keys> | null = null;
  private readonly values = new Map<string, Promise<string[]>>();

  constructor(address: string) {
    this.address = address;
  }

  async at(place: Place, filter: string): Promise<Suggestion[]> {
    switch (place.wanted) {
      case "field":
        return this.fields(place.word);
      case "operator":
        return ranked(operatorsOf(place.field), place.word, MOST).map((each) => ({
          label: each,
          hint: MEANINGS[each]!,
          text: each.endsWith("IN") ? `${each} (` : `${each} `,
        }));
      case "join":
        return ranked(isOpen(filter, place.from) ? ["AND", "OR", ")"] : ["AND", "OR"], place.word, MOST).map(
          (each) => ({
            label: each,
            hint: { AND: "both must hold", OR: "one must hold" }[each] ?? "close the bracket",
            text: `${each} `,
          }),
        );
      default:
        return this.valuesOf(place);
    }
  }

  private async fields(word: string): Promise<Suggestion[]> {
    this.keys ??= data<Keys>(this.address);
    const keys = await this.keys.catch(() => null);
    if (!keys) return [];
    const named = (kind: "metrics" | "params" | "tags") => keys[kind].map((key) => `${kind}.${key}`);
    const tags = named("tags");
    const isOurs = (name: string) => name.startsWith("tags.mlflow.");
    const all = [
      ...named("metrics"),
      ...named("params"),
      ...keys.attributes,
      ...keys.ci,
      ...tags.filter((each) => !isOurs(each)),
    ];
    return ranked([...all, ...tags.filter(isOurs)], word, MOST).map((name) => ({
      label: name,
      hint: hintOf(name),
      text: `${keys.quoted[name] ?? (name.includes(".") ? quotedField(name) : name)} `,
    }));
  }

  private async valuesOf(place: Place): Promise<Suggestion[]> {
    if (kindOf(place.field) === "number") {
      if (!/time|created/.test(place.field)) return [];
      return TIMES.map(([label, before]) => ({ label, hint: "", text: `${Date.now() - before} ` }));
    }
    const written = place.word.replace(/^['"]/, "").replaceAll("''", "'");
    const isStatus = /^((attributes?|attr|run)\.)?status$/i.test(place.field);
    const found = isStatus ? STATUSES : await this.known(place.field, written);
    return ranked(found, written, MOST).map((value) => ({
      label: value,
      hint: "",
      text: quotedText(value) + (place.wanted === "list" ? "" : " "),
    }));
  }

  private known(field: string, prefix: string): Promise<string[]> {
    const address = changed(this.address, { field, prefix });
    let found = this.values.get(address);
    if (!found) {
      found = data<{ values: string[] }>(address).then(
        (answer) => answer.values,
        () => [],
      );
      this.values.set(address, found);
    }
    return found;
  }
}

function hintOf(name: string): string {
  if (name.startsWith("ci.")) return "of the CI job";
  return name.includes(".") ? name.slice(0, name.indexOf(".")).replace(/s$/, "") : "of the run";
}

function isOpen(filter: string, end: number): boolean {
  const before = filter.slice(0, end).replace(/'[^']*'|`[^`]*`|"[^"]*"/g, "");
  return before.split("(").length > before.split(")").length;
}
