// What the palette offers: this page's own commands, places, what is starred, where one can go; and what search finds.
import { places } from "../places.ts";

export interface Entry {
  group: string;
  label: string;
  icon: string;
  detail?: string;
  keys?: string;
  words?: string; // it is found by these too
  run: () => void;
}

export interface Command {
  group: string;
  label: string;
  icon: string;
  address?: string;
  copy?: string;
  theme?: string;
  words?: string;
  keys?: string;
}

export interface Found {
  kind: string;
  name: string;
  icon: string;
  address?: string;
  detail?: string;
  project?: string;
}

export interface Offer {
  commands: Command[];
  starred: Found[];
  hits: Found[];
}

const TITLES: Record<string, string> = {
  projects: "Projects",
  groups: "Groups",
  experiments: "Experiments",
  runs: "Runs",
  models: "Models",
  versions: "Versions",
  people: "People",
};

/** Return what this page offers: links of its head that look like buttons, and what says so by data-command. */
export function ofPage(): Entry[] {
  const marked = document.querySelectorAll<HTMLElement>("[data-command], main .head a.button");
  return [...marked].flatMap((each) => {
    const label = each.dataset.command || each.textContent?.trim() || each.ariaLabel || "";
    const icon = each.querySelector("use")?.getAttribute("href")?.split("#")[1] ?? "play";
    if (!label || each.hidden) return [];
    return [{ group: "On this page", label, icon, run: () => each.click() }];
  });
}

export function recent(): Entry[] {
  const others = places().filter((each) => each.address !== location.pathname);
  return others.slice(0, 5).map((each) => ({
    group: "Recent",
    label: each.title,
    icon: "clock",
    run: () => location.assign(each.address),
  }));
}

export function ofThings(things: Found[], group?: string): Entry[] {
  return things.map((each) => ({
    group: group ?? TITLES[each.kind] ?? each.kind,
    label: each.name,
    icon: each.icon,
    detail: [each.detail, each.project].filter(Boolean).join(" · "),
    run: () => location.assign(each.address!),
  }));
}

export function ofCommands(commands: Command[], copied: (text: string) => void): Entry[] {
  return commands.map((each) => ({
    group: each.group,
    label: each.label,
    icon: each.icon,
    words: each.words ?? "",
    keys: each.keys ?? "",
    run: () => {
      if (each.copy) copied(each.copy);
      else if (each.theme)
        document.querySelector<HTMLElement>(`[data-theme-choice="${each.theme}"]`)?.click();
      else location.assign(each.address!);
    },
  }));
}

/** Return the entries that hold every word, those first that begin with what is typed. */
export function filtered(entries: Entry[], text: string): Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = entries.filter((each) => {
    const all = `${each.label} ${each.words ?? ""}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const begins = (each: Entry) => Number(!each.label.toLowerCase().startsWith(words[0] ?? ""));
  return found.sort((one, other) => begins(one) - begins(other));
}
