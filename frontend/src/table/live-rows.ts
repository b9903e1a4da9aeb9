// Runs that change while somebody looks: their cells are written anew in place, new runs are only counted.
import { data } from "../data.ts";
import { iconOf } from "../icons.ts";
import { button } from "../made.ts";
import { pulse } from "../pulse.ts";
import type { Run } from "./runs.ts";

interface Changes {
  rows: Run[];
  new: number;
}

export interface Live {
  /** Return the address that tells how runs are that go on, and how many are new. */
  address(): string;
  changed(run: Run): void;
  show(): void;
}

export class LiveRows {
  private readonly live: Live;
  private readonly chips: HTMLElement;
  private readonly fresh = chip("up", () => this.live.show());
  private readonly paused = chip("pause", () => undefined);
  private waiting: Run[] = [];
  private isPressed = false;
  private count = 0;

  constructor(live: Live, chips: HTMLElement, stop: AbortSignal) {
    this.live = live;
    this.chips = chips;
    this.paused.disabled = true;
    this.paused.lastChild!.textContent = "Paused";
    this.paused.title = "Values change again when you are done.";
    chips.append(this.paused, this.fresh);
    chips.role = "status";
    document.addEventListener("pointerdown", () => this.press(true), { signal: stop });
    document.addEventListener("pointerup", () => this.press(false), { signal: stop });
    pulse(() => this.ask(stop), stop);
  }

  private async ask(stop: AbortSignal): Promise<void> {
    const found = await data<Changes>(this.live.address(), stop);
    this.waiting.push(...found.rows);
    this.count = found.new;
    this.flush();
  }

  private press(isPressed: boolean): void {
    this.isPressed = isPressed;
    if (!isPressed && this.waiting.length) setTimeout(() => this.flush());
  }

  // A value must not change under the hand of somebody who reads, selects or copies it.
  private flush(): void {
    const isBusy =
      this.isPressed || document.querySelector("dialog[open], .cell-menu") !== null || hasSelection();
    this.paused.hidden = !(isBusy && this.waiting.length);
    if (!isBusy) for (const run of this.waiting.splice(0)) this.live.changed(run);
    this.fresh.hidden = this.count === 0;
    this.fresh.lastChild!.textContent = `${this.count} new run${this.count === 1 ? "" : "s"} – show`;
    this.chips.hidden = this.fresh.hidden && this.paused.hidden;
  }
}

function hasSelection(): boolean {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.toString().trim() !== "";
}

function chip(icon: string, act: () => void): HTMLButtonElement {
  const chip = button("chip live", [iconOf(icon), ""], act);
  chip.hidden = true;
  return chip;
}
