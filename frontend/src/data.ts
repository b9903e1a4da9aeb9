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
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: signal ?? null });
  const told = await answer.json().catch(() => null);
  if (answer.ok && told !== null) return told as T;
  throw new Refused(
    told?.message ?? `The server answered ${answer.status}.`,
    answer.status,
    told?.at ?? null,
  );
}
