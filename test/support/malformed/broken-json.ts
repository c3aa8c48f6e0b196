/** Bodies that say they are JSON and are not, or are JSON that no endpoint may take; made from a good one by rules. */

export interface BrokenBody {
  readonly rule: string;
  readonly body: string | Uint8Array;
  /** It yields no value at all; otherwise, one that is not good. */
  readonly isUnreadable: boolean;
}

type Body = Omit<BrokenBody, 'isUnreadable'>;

/** All fit into the 16 KiB that a body may have. */
export function brokenJson(good: Readonly<Record<string, unknown>>): readonly BrokenBody[] {
  const text = JSON.stringify(good);
  const inner = text.slice(1, -1);
  const cut = [...text].map((_, at) => ({ rule: `cut off after ${at} characters`, body: text.slice(0, at) }));
  const named = Object.entries(oddities(text, inner)).map(([rule, body]) => ({ rule, body }));
  const others = values.map((body) => ({ rule: `${body.slice(0, 12)} in place of an object`, body }));
  const members = [...numbers.map((number) => `"more":${number}`), ...prototypeKeys].map((member) => ({
    rule: `the member ${member.slice(0, 20)}`,
    body: withMember(inner, member),
  }));
  const repeated = Object.entries(good).flatMap(([name, value]) => twice(text, inner, name, value));
  const deep = depths.flatMap((depth) => nested(inner, depth));
  return [
    ...[...cut, ...named, ...others, ...members, ...deep].map((one) => ({ ...one, isUnreadable: !isJson(one.body) })),
    ...[...repeated, ...depths.map((depth) => twiceAt(inner, depth)), ...bytes(text)].map((one) => ({
      ...one,
      isUnreadable: true,
    })),
  ];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function withMember(inner: string, member: string): string {
  return inner === '' ? `{${member}}` : `{${inner},${member}}`;
}

function oddities(text: string, inner: string): Record<string, string> {
  return {
    'a trailing comma': `{${inner},}`,
    'a leading comma': `{,${inner}}`,
    'two commas': `{${inner},,"more":1}`,
    'a trailing comma in an array': withMember(inner, '"more":[1,]'),
    'a second value': `${text}${text}`,
    'something behind': `${text}x`,
    'a comment': `${text}// a comment`,
    'a comment before': `/* a comment */${text}`,
    'single quotes': text.replaceAll('"', "'"),
    'no quotes': `{username:Ada}`,
    'no colon': '{"username" "Ada"}',
    'a byte order mark': `\uFEFF${text}`,
    'a no-break space before': `\u00A0${text}`,
    'NUL behind': `${text}\0`,
    'NUL in a string': withMember(inner, '"more":"\0"'),
    'a line break in a string': withMember(inner, '"more":"a\nb"'),
    'a tab in a string': withMember(inner, '"more":"a\tb"'),
    'an unknown escape': withMember(inner, '"more":"\\x41"'),
    'half an escape': withMember(inner, '"more":"\\u00"'),
    'an escaped NUL': withMember(inner, '"more":"\\u0000"'),
    'a lone surrogate': withMember(inner, '"more":"\\ud800"'),
    'a lone surrogate as a key': withMember(inner, '"\\udfff":1'),
    'an empty key': withMember(inner, '"":1'),
    'a very long key': withMember(inner, `"${'k'.repeat(12_000)}":1`),
    'thousands of keys': withMember(inner, Array.from({ length: 1400 }, (_, at) => `"k${at}":1`).join(',')),
    'a form': 'username=Ada',
    'a template': '{{username}}',
    'a call': `callback(${text})`,
    'a prefix against inclusion': `)]}',\n${text}`,
  };
}

const values = [
  '',
  ' ',
  'null',
  'true',
  'false',
  '0',
  '-1',
  '"Ada"',
  '""',
  '[]',
  '[{}]',
  '[null]',
  '{}[]',
  'undefined',
];

/** Including numbers that no double holds, and what is not a number in JSON. */
const numbers = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e400',
  '-1e400',
  '9'.repeat(4000),
  '0.'.padEnd(3000, '1'),
  '01',
  '+1',
  '.5',
  '1.',
  '0x10',
  '1_000',
  '-',
];

const prototypeKeys = [
  '"__proto__":{"isAdmin":true}',
  '"__proto__":null',
  '"constructor":{"prototype":{}}',
  '"prototype":1',
  '"toString":1',
  '"\\u005f_proto__":1',
];

/** Two readers that take different ones of two are how checks are bypassed. */
function twice(text: string, inner: string, name: string, value: unknown): Body[] {
  const escaped = `\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}`;
  const again = JSON.stringify(value);
  return [
    { rule: `${name} twice`, body: withMember(inner, `"${name}":${again}`) },
    { rule: `${name} twice, first as null`, body: `{"${name}":null,${text.slice(1)}` },
    { rule: `${name} again by an escape`, body: withMember(inner, `"${escaped}":${again}`) },
  ];
}

const depths = [1, 2, 5, 50, 1000];

function twiceAt(inner: string, depth: number): Body {
  const [before, after] = ['{"a":['.repeat(depth), ']}'.repeat(depth)];
  return { rule: `a member twice at depth ${depth}`, body: withMember(inner, `"more":${before}{"b":1,"b":2}${after}`) };
}

function nested(inner: string, depth: number): { readonly rule: string; readonly body: string }[] {
  const arrays = ['['.repeat(depth * 8), ']'.repeat(depth * 8)];
  return [
    { rule: `objects ${depth} deep`, body: `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}` },
    { rule: `arrays ${depth * 8} deep`, body: withMember(inner, `"more":${arrays.join('')}`) },
    { rule: `${depth * 8} arrays never closed`, body: arrays[0] ?? '' },
  ];
}

/** Within a text that somebody would take, where there is one. */
function bytes(text: string): Body[] {
  const before = text.endsWith('"}') ? text.slice(0, -2) : '{"more":"';
  const spoiled = (...odd: number[]) => Buffer.concat([Buffer.from(before), Buffer.from(odd), Buffer.from('"}')]);
  return [
    { rule: 'a byte that no UTF-8 has', body: spoiled(0xff) },
    { rule: 'a continuation byte alone', body: spoiled(0x80) },
    { rule: 'a character cut off', body: spoiled(0xe2, 0x82) },
    { rule: 'an overlong slash', body: spoiled(0xc0, 0xaf) },
    { rule: 'a surrogate in UTF-8', body: spoiled(0xed, 0xa0, 0x80) },
    { rule: 'a code point beyond Unicode', body: spoiled(0xf4, 0x90, 0x80, 0x80) },
    { rule: 'Latin-1', body: Buffer.from(text.replace(/[a-z]/, '\u00E4'), 'latin1') },
    { rule: 'UTF-16', body: Buffer.from(text, 'utf16le') },
    { rule: 'UTF-16 with its mark', body: Buffer.from(`\uFEFF${text}`, 'utf16le') },
    { rule: 'gzip', body: Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00]) },
  ];
}
