// Upload files and folders by choosing or dropping them. Large files go in parts, each tried again if it breaks off.
import { say } from "../say.ts";

const AT_ONCE = 3;
const PART_BYTES = 32 * 1024 * 1024;
const TRIES = 4;

interface Wanted {
  file: File;
  path: string; // below the folder that is open
}

interface Begun {
  upload_id: string;
  credentials: { url: string; part_number: number }[];
}

class Refused extends Error {}

export default function (element: HTMLElement): void {
  const zone = element.querySelector<HTMLElement>(".drop")!;
  const list = element.querySelector<HTMLElement>(".uploads")!;
  const folder = element.dataset.folder ?? "";
  const waiting: (() => Promise<boolean>)[] = [];
  let running = 0;
  let failed = 0;
  let done = 0;

  element.querySelector<HTMLElement>(".without")!.hidden = true;
  zone.hidden = false;
  for (const input of zone.querySelectorAll("input")) {
    input.addEventListener("change", () => {
      add([...(input.files ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
      input.value = "";
    });
  }
  // The whole page takes files, so that they do not open in the place of it.
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      if (!(event as DragEvent).dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.remove("over");
    // Both have to be asked for before the event is over; not everything that is a file has an entry.
    const dropped = [...event.dataTransfer.items].map((item) =>
      found(item.webkitGetAsEntry(), item.getAsFile()),
    );
    void Promise.all(dropped).then((all) => add(all.flat()));
  });
  addEventListener("beforeunload", (event) => {
    if (running) event.preventDefault();
  });

  function add(wanted: Wanted[]): void {
    list.hidden = false;
    for (const each of wanted) waiting.push(row(each));
    for (let count = running; count < AT_ONCE; count++) void next();
  }

  async function next(): Promise<void> {
    const start = waiting.shift();
    if (!start) return;
    running += 1;
    if (await start()) done += 1;
    else failed += 1;
    running -= 1;
    if (waiting.length) await next();
    else if (running === 0) finish();
  }

  function finish(): void {
    if (!failed) location.reload();
    else say(`${done} uploaded, ${failed} not. Load the page again to see what is there.`, "bad");
  }

  function row(wanted: Wanted): () => Promise<boolean> {
    const line = document.createElement("li");
    const name = document.createElement("bdi");
    name.className = "cut";
    name.title = name.textContent = wanted.path;
    const progress = document.createElement("progress");
    progress.max = wanted.file.size || 1;
    progress.value = 0;
    progress.setAttribute("aria-label", `Progress of ${wanted.path}`);
    const told = document.createElement("span");
    told.className = "quiet small number";
    told.textContent = "waiting";
    const cancel = document.createElement("button");
    cancel.type = "button";
    cancel.className = "plain icon-only";
    cancel.setAttribute("aria-label", `Cancel ${wanted.path}`);
    cancel.textContent = "×";
    line.append(name, progress, told, cancel);
    list.append(line);
    const stop = new AbortController();
    cancel.addEventListener("click", () => stop.abort());
    return async () => {
      try {
        await send(element.dataset.address!, folder, wanted, stop.signal, (sent) => {
          progress.value = sent;
          told.textContent = `${Math.floor((100 * sent) / (wanted.file.size || 1))} %`;
        });
        progress.value = progress.max;
        told.textContent = "uploaded";
        return true;
      } catch (error) {
        told.textContent = stop.signal.aborted ? "cancelled" : "failed";
        if (!stop.signal.aborted) {
          const reason = document.createElement("p");
          reason.className = "error told";
          reason.textContent = (error as Error).message;
          line.append(reason);
        }
        return stop.signal.aborted;
      } finally {
        cancel.remove();
      }
    };
  }
}

async function found(entry: FileSystemEntry | null, plain: File | null = null): Promise<Wanted[]> {
  if (!entry) return plain ? [{ file: plain, path: plain.name }] : [];
  if (entry.isFile) {
    const file = await new Promise<File>((take, fail) => (entry as FileSystemFileEntry).file(take, fail));
    return [{ file, path: entry.fullPath.replace(/^\//, "") }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const wanted: Wanted[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((take, fail) => reader.readEntries(take, fail));
    if (!some.length) return wanted;
    for (const each of some) wanted.push(...(await found(each)));
  }
}

async function send(
  address: string,
  folder: string,
  { file, path }: Wanted,
  stop: AbortSignal,
  tell: (sent: number) => void,
): Promise<void> {
  stop.throwIfAborted();
  const whole = [folder, path].filter(Boolean).join("/");
  const parts = Math.ceil(file.size / PART_BYTES);
  if (parts > 1 && (await sendParts(address, whole, file, parts, stop, tell))) return;
  await patiently(() => put(`${address}/${encoded(whole)}`, file, stop, tell, true), stop);
}

// Return false where parts go to another server than this one, which a page may not reach.
async function sendParts(
  address: string,
  path: string,
  file: File,
  parts: number,
  stop: AbortSignal,
  tell: (sent: number) => void,
): Promise<boolean> {
  const [, api, owner] = /^(.*)\/artifacts\/((?:runs|versions)\/.*)$/.exec(address)!;
  const at = path.lastIndexOf("/");
  const below = at < 0 ? "" : `/${encoded(path.slice(0, at))}`;
  const name = path.slice(at + 1);
  const call = async (verb: string, body: object): Promise<Response> => {
    const answer = await fetch(`${api}/mpu/${verb}/${owner}${below}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": token() },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Refused(reason(await answer.text(), answer.status));
    return answer;
  };
  const begun = (await (await call("create", { path: name, num_parts: parts })).json()) as Begun;
  const given = { path: name, upload_id: begun.upload_id };
  try {
    if (begun.credentials.some((each) => new URL(each.url, location.href).origin !== location.origin)) {
      await call("abort", given);
      return false;
    }
    const sent: object[] = [];
    for (const { url, part_number } of begun.credentials) {
      const start = (part_number - 1) * PART_BYTES;
      const part = file.slice(start, start + PART_BYTES);
      const etag = await patiently(() => put(url, part, stop, (some) => tell(start + some), false), stop);
      sent.push({ part_number, etag, url });
    }
    await call("complete", { ...given, parts: sent });
    return true;
  } catch (error) {
    await call("abort", given).catch(() => undefined);
    throw error;
  }
}

async function patiently<T>(work: () => Promise<T>, stop: AbortSignal): Promise<T> {
  for (let time = 1; ; time++) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused || stop.aborted || time === TRIES) throw error;
      await new Promise((go) => setTimeout(go, 1000 * 2 ** time));
    }
  }
}

function put(
  url: string,
  body: Blob,
  stop: AbortSignal,
  tell: (sent: number) => void,
  isOurs: boolean,
): Promise<string> {
  return new Promise((take, fail) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    if (isOurs) request.setRequestHeader("X-CSRF-Token", token());
    request.upload.addEventListener("progress", (event) => tell(event.loaded));
    request.addEventListener("load", () => {
      if (request.status < 300) take(request.getResponseHeader("etag") ?? "");
      else fail(new Refused(reason(request.responseText, request.status)));
    });
    request.addEventListener("error", () => fail(new Error("The connection broke off. Try again.")));
    request.addEventListener("abort", () => fail(new Error("Cancelled.")));
    stop.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

function reason(answer: string, status: number): string {
  try {
    return (JSON.parse(answer) as { message: string }).message;
  } catch {
    return `The server answered ${status}.`;
  }
}

function encoded(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="form-token"]')?.content ?? "";
}
