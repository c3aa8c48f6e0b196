/** Texts that have broken somebody's program before, made by rules. None of them is a name. */

/** Where the odd character stands: alone, in front, inside and behind. */
const around = (odd: string) => [odd, `${odd}Ada`, `A${odd}da`, `Ada${odd}`];
const inside = (code: number) => `A${String.fromCodePoint(code)}da`;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

const lookAlikes = [
  '\u0410da', // Cyrillic
  '\u0391da', // Greek
  '\u212Aelvin', // the Kelvin sign, which lower-cases to k
  '\uFF21\uFF44\uFF41', // full width
  '\u{1D400}\u{1D41D}\u{1D41A}', // mathematical
  'A\uFB01da', // a ligature
  '\u0130da', // lower-cases to two characters
  'A\u0131da',
  'A\u017Fda', // upper-cases to S
  'Stra\u00DFe',
  'Ad\u00E1', // one letter, composed and in parts
  'Ada\u0301',
];
const directions = [0x061c, ...range(0x200e, 0x200f), ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)].map(inside);
const invisible = [0xad, 0x034f, 0x180e, ...range(0x200b, 0x200d), 0x2060, 0x3164, 0xfe0f, 0xfeff, 0xe0041].map(inside);
const controls = [...range(0x00, 0x1f), ...range(0x7f, 0x86), 0x2028, 0x2029, 0xfffe, 0xffff, 0xfffd].map(inside);
const spaces = ['', ' ', '   ', ' Ada', 'Ada ', 'A da', 'A\u00A0da', 'A\u3000da'];
const long = ['a'.repeat(65), 'a'.repeat(7000), '\u{1F600}'.repeat(500), `a${'\u0301'.repeat(2000)}`, '/'.repeat(3000)];
const emoji = [
  '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}',
  '\u{1F44D}\u{1F3FD}',
  '\u{1F1E9}\u{1F1EA}',
  '\u0E01\u0E49\u0E49\u0E49',
];

const places = [
  ...[
    '.',
    '..',
    '../..',
    '..\\..',
    '....//',
    '/etc/passwd',
    'C:\\Windows\\win.ini',
    'file:///etc/passwd',
    '//evil.example',
  ],
  ...[
    'https://evil.example/',
    'http://127.0.0.1:1/',
    '/\\evil.example',
    '/..;/admin',
    'Ada/../Grace',
    'Ada?x=1',
    'Ada#x',
  ],
];
/** Read by somebody who decodes once more. */
const encodings = [
  ...['%', '%%', '%zz', '%00', '%0d%0aSet-Cookie:%20a=b', '%2e%2e%2f', '%252e%252e%252f', '%c0%ae', '%ff', '%u0041'],
  ...['&amp;', '&#x41;', '\\u0041', '\\x41', '=?utf-8?q?Ada?=', 'xn--da-eba/', '+'],
];
const fragments = [
  ...["'", '"', "''", '`', '\\', ';', '--', ',', '|', '<', '>', '&', '=', '$', '*', '(', ')', '{}', '[]', '!'],
  ...["' or '1'='1", "'; drop table accounts;--", '1 union select 1', "') or 1=1--"],
  ...[
    "PartitionKey eq 'ada'",
    "ada' or RowKey ne '",
    "x' and Timestamp gt datetime'1970-01-01",
    '$filter=true',
    "Ada',RowKey='",
  ],
  ...['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</title><svg onload=alert(1)>', '<!--', ']]>'],
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    "';alert(1)//",
    `\${7*7}`,
    '{{7*7}}',
    '#{7*7}',
    '<%= 7*7 %>',
    '$(id)',
    '|id',
  ],
  ...['{"$ne":null}', '__proto__[a]=b', 'a[]=b', 'a\r\nX-Injected: yes', '%s%n%d', '(a+)+$', '*)(uid=*', '\u0000ada'],
];
const numbers = [
  '-1',
  '+1',
  '1e+400',
  '0x',
  '-0',
  '9'.repeat(400),
  '1,000',
  '\u0661\u0662\u0663',
  '1/0',
  '-2147483649',
];

/** Well-formed Unicode, so that they can stand in an address. */
export const naughtyStrings: readonly string[] = [
  ...new Set([
    ...[...lookAlikes, ...directions, ...invisible, ...controls, ...spaces, ...long, ...emoji, ...places],
    ...[...encodings, ...fragments, ...numbers, ...around('\u202E'), ...around('@')],
  ]),
];

/** Half of a character: JSON can say it, UTF-8 cannot. */
export const loneSurrogates: readonly string[] = [...around('\uD800'), ...around('\uDFFF'), '\uDC00\uD800'];

/** Words that mean something to an object or to a reader; some could be names. */
export const loadedWords: readonly string[] = [
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    'hasOwnProperty',
    'then',
    'length',
    '__defineGetter__',
  ],
  ...[
    'null',
    'undefined',
    'true',
    'NaN',
    'Infinity',
    'nil',
    'None',
    'CON',
    'NUL',
    'admin',
    'runtime',
    'api',
    'self',
    'me',
  ],
];

/** As a header can carry it: UTF-8 in bytes, without what ends a header. */
export function asHeaderValue(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('latin1')
    .replaceAll(/[\0\r\n]/g, '');
}
