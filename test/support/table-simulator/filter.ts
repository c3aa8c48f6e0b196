/** The filters that the SDK's `odata` tag makes: comparisons of keys and columns, joined by and, or, not. */
export type Entity = Readonly<Record<string, unknown>>;
export type Predicate = (entity: Entity) => boolean;

const lexer = /\s*(?:(\(|\))|(datetime)'([^']*)'|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_]*))/y;

type Token =
  | { readonly kind: 'parenthesis' | 'word'; readonly text: string }
  | { readonly kind: 'value'; readonly value: string | number | boolean };

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  lexer.lastIndex = 0;
  while (lexer.lastIndex < text.trimEnd().length) {
    const [, parenthesis, isDate, date, string, number, word] = lexer.exec(text) ?? fail(text);
    if (parenthesis !== undefined) tokens.push({ kind: 'parenthesis', text: parenthesis });
    else if (isDate !== undefined) tokens.push({ kind: 'value', value: date ?? '' });
    else if (string !== undefined) tokens.push({ kind: 'value', value: string.replaceAll("''", "'") });
    else if (number !== undefined) tokens.push({ kind: 'value', value: Number(number) });
    else if (word === 'true' || word === 'false') tokens.push({ kind: 'value', value: word === 'true' });
    else tokens.push({ kind: 'word', text: word ?? '' });
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

/** A filter as a function of an entity. Text is compared by code unit, as the service does. */
export function predicateOf(filter: string | null): Predicate {
  if (filter === null || filter === '') return () => true;
  const tokens = tokensOf(filter);
  let at = 0;
  const isWord = (text: string) => {
    const token = tokens[at];
    return token !== undefined && token.kind !== 'value' && token.text === text;
  };

  const either = (): Predicate => {
    let left = both();
    while (isWord('or')) {
      at += 1;
      const [a, b] = [left, both()];
      left = (entity) => a(entity) || b(entity);
    }
    return left;
  };
  const both = (): Predicate => {
    let left = one();
    while (isWord('and')) {
      at += 1;
      const [a, b] = [left, one()];
      left = (entity) => a(entity) && b(entity);
    }
    return left;
  };
  const one = (): Predicate => {
    if (isWord('not')) {
      at += 1;
      const inner = one();
      return (entity) => !inner(entity);
    }
    if (isWord('(')) {
      at += 1;
      const inner = either();
      if (!isWord(')')) fail(filter);
      at += 1;
      return inner;
    }
    const [column, comparison, literal] = tokens.slice(at, at + 3);
    at += 3;
    const compare = comparison?.kind === 'word' ? comparisons[comparison.text] : undefined;
    if (column?.kind !== 'word' || !compare || literal?.kind !== 'value') return fail(filter);
    const { text } = column;
    // A column that is not there, or of another type, compares with nothing.
    return (entity) =>
      typeof entity[text] === typeof literal.value && compare(entity[text] as never, literal.value as never);
  };

  const predicate = either();
  if (at !== tokens.length) fail(filter);
  return predicate;
}
