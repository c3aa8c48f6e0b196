import type { KeyRange } from './sorted-keys.ts';

export type Entity = Readonly<Record<string, unknown>>;

/** A filter as a function of an entity, and the key ranges outside which nothing can match. */
export interface Filter {
  matches(entity: Entity): boolean;
  readonly partitions: KeyRange;
  readonly rows: KeyRange;
}

const everything: Filter = { matches: () => true, partitions: {}, rows: {} };

type LiteralType = 'string' | 'number' | 'boolean' | 'Edm.DateTime';

type Token =
  | { readonly kind: 'parenthesis' | 'word'; readonly text: string }
  | { readonly kind: 'literal'; readonly type: LiteralType; readonly value: string | number | boolean };

const lexer = /\s*(?:([()])|datetime'([^']*)'|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)(?!\w)|([A-Za-z_]\w*))/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  lexer.lastIndex = 0;
  while (lexer.lastIndex < text.trimEnd().length) {
    const [, parenthesis, date, string, number, word = ''] = lexer.exec(text) ?? fail(text);
    if (parenthesis !== undefined) tokens.push({ kind: 'parenthesis', text: parenthesis });
    else if (date !== undefined) tokens.push({ kind: 'literal', type: 'Edm.DateTime', value: date });
    else if (string !== undefined)
      tokens.push({ kind: 'literal', type: 'string', value: string.replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: 'literal', type: 'number', value: Number(number) });
    else if (word === 'true' || word === 'false') {
      tokens.push({ kind: 'literal', type: 'boolean', value: word === 'true' });
    } else tokens.push({ kind: 'word', text: word });
  }
  return tokens;
}

function fail(text: string): never {
  throw new Error(`The simulator does not know this filter: ${text}`);
}

const comparisons: Readonly<Record<string, (a: never, b: never) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

/** What the SDK's `odata` tag makes: columns compared with literals, joined by and, or, not. */
export function filterOf(text: string | null): Filter {
  if (text === null || text === '') return everything;
  const tokens = tokensOf(text);
  let at = 0;
  const take = (word: string) => {
    const token = tokens[at];
    const found = token !== undefined && token.kind !== 'literal' && token.text === word;
    if (found) at += 1;
    return found;
  };

  const either = (): Filter => {
    let left = both();
    while (take('or')) {
      const [a, b] = [left, both()];
      left = { ...everything, matches: (entity) => a.matches(entity) || b.matches(entity) };
    }
    return left;
  };
  const both = (): Filter => {
    let left = one();
    while (take('and')) {
      const [a, b] = [left, one()];
      left = {
        matches: (entity) => a.matches(entity) && b.matches(entity),
        partitions: narrower(a.partitions, b.partitions),
        rows: narrower(a.rows, b.rows),
      };
    }
    return left;
  };
  const one = (): Filter => {
    if (take('not')) {
      const inner = one();
      return { ...everything, matches: (entity) => !inner.matches(entity) };
    }
    if (take('(')) {
      const inner = either();
      return take(')') ? inner : fail(text);
    }
    const [column, comparison, literal] = tokens.slice(at, at + 3);
    at += 3;
    if (column?.kind !== 'word' || comparison?.kind !== 'word' || literal?.kind !== 'literal') return fail(text);
    return compared(column.text, comparison.text, literal) ?? fail(text);
  };

  const filter = either();
  return at === tokens.length ? filter : fail(text);
}

function compared(column: string, comparison: string, literal: Token & { readonly kind: 'literal' }) {
  const compare = comparisons[comparison];
  if (!compare) return undefined;
  const range = typeof literal.value === 'string' ? rangeOf(comparison, literal.value) : {};
  return {
    // A column that is not there, or of another type, compares with nothing.
    matches: (entity: Entity) =>
      literal.type === typeOf(entity, column) && compare(entity[column] as never, literal.value as never),
    partitions: column === 'PartitionKey' ? range : {},
    rows: column === 'RowKey' ? range : {},
  };
}

function typeOf(entity: Entity, column: string): unknown {
  return column === 'Timestamp' ? 'Edm.DateTime' : (entity[`${column}@odata.type`] ?? typeof entity[column]);
}

function rangeOf(comparison: string, value: string): KeyRange {
  const from = ['eq', 'gt', 'ge'].includes(comparison) ? value : undefined;
  const to = ['eq', 'lt', 'le'].includes(comparison) ? value : undefined;
  return { from, to };
}

function narrower(a: KeyRange, b: KeyRange): KeyRange {
  const least = a.to !== undefined && b.to !== undefined && b.to < a.to ? b.to : (a.to ?? b.to);
  return { from: later(a.from, b.from), to: least };
}

/** The greater of two lower ends, an absent one being the lowest. */
export function later(a: string | undefined, b: string | undefined): string | undefined {
  return a !== undefined && (b === undefined || a > b) ? a : b;
}
