// Clauses of the search language.

/** Return a field with its key in quotes where that needs them. */
export function quotedField(name: string): string {
  const dot = name.indexOf(".");
  const key = name.slice(dot + 1);
  if (/^[A-Za-z_][\w.]*$/.test(key)) return name;
  return `${name.slice(0, dot)}.${key.includes("`") ? `"${key}"` : `\`${key}\``}`;
}

export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function and(first: string, second: string): string {
  if (!first.trim()) return second;
  return /\bor\b/i.test(first) ? `(${first}) AND ${second}` : `${first} AND ${second}`;
}
