// A page's state is its address: changes of one are changes of the other.

export type Change = string | number | readonly (string | number)[] | null;

/** Return an address with other values in its query; null, "" and [] take a name out. */
export function changed(address: string, changes: Record<string, Change>): string {
  const url = new URL(address, "http://base/");
  for (const [name, value] of Object.entries(changes)) {
    url.searchParams.delete(name);
    if (value === null || value === "") continue;
    for (const each of typeof value === "object" ? value : [value])
      url.searchParams.append(name, String(each));
  }
  return url.pathname + url.search + url.hash;
}

/** Return the values of a name in an address's query. */
export function values(address: string, name: string): string[] {
  return new URL(address, "http://base/").searchParams.getAll(name);
}
