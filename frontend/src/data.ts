// Data of pages: their own addresses answer in JSON, errors as a message and a place.

export class Refused extends Error {
  readonly status: number;
  readonly at: number | null;

  constructor(message: string, status: number, at: number | null) {
    super(message);
    this.status = status;
    this.at = at;
  }
}

/** Return what an address answers; raise Refused with the server's words, or an AbortError. */
export async function data<T>(address: string, signal?: AbortSignal): Promise<T> {
  return read(await fetch(address, { headers: JSON_ONLY, signal: signal ?? null }));
}

/** Send a form, and return what the server says. */
export async function send<T>(address: string, form: URLSearchParams): Promise<T> {
  return read(await fetch(address, { method: "POST", headers: JSON_ONLY, body: form }));
}

const JSON_ONLY = { Accept: "application/json" };

async function read<T>(answer: Response): Promise<T> {
  const told = await answer.json().catch(() => null);
  if (answer.ok && told !== null) return told as T;
  throw new Refused(
    told?.message ?? `The server answered ${answer.status}.`,
    answer.status,
    told?.at ?? null,
  );
}
