// What may stand at a place of a filter. The tokens are those of domain/search/tokens.py, and a text that is not closed.

export type Wanted = "field" | "operator" | "value" | "list" | "join";

export interface Place {
  wanted: Wanted;
  from: number; // the word that is being written goes from here …
  to: number; // … to here
  word: string; // as far as the caret
  field: string; // in front of an operator or a value: as written, without quotes
}

interface Token {
  kind: "name" | "text" | "number" | "operator" | "mark";
  text: string;
  from: number;
  to: number;
}

const TOKEN =
  /(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\w.'"`]))|(?<text>'(?:[^']|'')*'?|"(?:[^"]|"")*"?)|(?<name>(?:`[^`]*`?|[^\W\d]\w*)(?:\.(?:`[^`]*`?|"[^"]*"?|[\w.\-/:]*))?)|(?<operator><=|>=|!=|<>|==?|<|>|!)|(?<mark>[(),])|(?<other>\S)/giu;

function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const kind = Object.keys(match.groups!).find((name) => match.groups![name] !== undefined)!;
    found.push({
      kind: (kind === "other" ? "mark" : kind) as Token["kind"],
      text: match[0],
      from: match.index,
      to: match.index + match[0].length,
    });
  }
  return found;
}

/** Return what may be written at the caret. */
export function placeAt(text: string, caret: number): Place {
  let wanted: Wanted = "field";
  let field = "";
  let negated = false; // behind NOT that stands in front of IN
  for (const token of tokens(text)) {
    if (token.from >= caret) break;
    if (token.to >= caret && isWord(token, caret)) {
      return { wanted, from: token.from, to: token.to, word: text.slice(token.from, caret), field };
    }
    const word = token.text.toUpperCase();
    if (wanted === "field") {
      if (word === "NOT" || word === "(") continue;
      field = unquoted(token.text);
      wanted = "operator";
    } else if (wanted === "operator") {
      if (word === "NOT" && !negated) negated = true;
      else if (word === "IN") wanted = "list";
      else if (word === "NULL") wanted = "join";
      else if (word !== "IS" && word !== "NOT") wanted = "value";
      if (wanted !== "operator") negated = false;
    } else if (wanted === "value") wanted = "join";
    else if (wanted === "list") wanted = word === ")" ? "join" : "list";
    else if (word !== ")") wanted = "field";
  }
  return { wanted, from: caret, to: caret, word: "", field };
}

// A word is still being written as long as the caret stands in it, or right behind it and it is not closed.
function isWord(token: Token, caret: number): boolean {
  if (token.kind === "mark") return false;
  if (token.to > caret) return true;
  return token.kind !== "text" || !isClosed(token.text);
}

function isClosed(text: string): boolean {
  const quotes = text.split(text[0]!).length - 1;
  return quotes >= 2 && quotes % 2 === 0;
}

function unquoted(text: string): string {
  return text.replace(/[`"]/g, "");
}

export type FieldKind = "number" | "text";

/** Return whether a field's values are numbers. */
export function kindOf(field: string): FieldKind {
  if (/^metrics?\./i.test(field)) return "number";
  return /^((attributes?|attr|run)\.)?(start_time|end_time|created)$/i.test(field) ? "number" : "text";
}

const ORDER = ["=", "!=", "<", "<=", ">", ">=", "IS NULL", "IS NOT NULL"];
const TEXTS = ["=", "!=", "LIKE", "ILIKE", "IN", "NOT IN", "IS NULL", "IS NOT NULL"];

export const MEANINGS: Record<string, string> = {
  "=": "is equal to",
  "!=": "is there and differs",
  "<": "is less than",
  "<=": "is at most",
  ">": "is more than",
  ">=": "is at least",
  LIKE: "fits a pattern with % and _",
  ILIKE: "fits a pattern, a = A",
  IN: "is one of a list",
  "NOT IN": "is none of a list",
  "IS NULL": "is not there",
  "IS NOT NULL": "is there",
};

/** Return the operators that a field may have. */
export function operatorsOf(field: string): string[] {
  const operators = kindOf(field) === "number" ? ORDER : TEXTS;
  const isAttribute = !/^((metric|param|parameter|tag)s?|ci)\./i.test(field);
  return operators.filter((each) => !each.endsWith("NULL") || !isAttribute || field.endsWith("end_time"));
}

/** Return the best of some words for what was written so far: those that begin with it, then parts, then the rest. */
export function ranked(words: readonly string[], written: string, most: number): string[] {
  const sought = unquoted(written).replace(/^'/, "").toLowerCase();
  const found: [number, number, string][] = [];
  words.forEach((word, index) => {
    const rank = rankOf(word.toLowerCase(), sought);
    if (rank < 9) found.push([rank, index, word]);
  });
  found.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  return found.slice(0, most).map((each) => each[2]);
}

function rankOf(word: string, sought: string): number {
  if (!sought || word.startsWith(sought)) return 0;
  const key = word.slice(word.indexOf(".") + 1);
  if (key.startsWith(sought)) return 1;
  const at = word.indexOf(sought);
  if (at < 0) return 9;
  return /\w/.test(word[at - 1]!) && word[at - 1] !== "_" ? 3 : 2;
}
