import type { Endpoint } from '../../../shared/http/endpoint.ts';
import { isProblemCode, problemKind } from '../../../shared/problems.ts';
import type { Sent } from '../world.ts';
import type { Caller, Callers } from './callers.ts';

/** Traces of a program: stack frames, places of this computer, names of errors and of what is used underneath. */
const traces = new RegExp(
  [
    String.raw`(?:\n|\\n) +at \S`,
    String.raw`\b(?:Type|Syntax|Range|Reference|Zod|Rest|URI)Error\b`,
    String.raw`\.(?:tsx?|cjs|mjs):\d+`,
    'node_modules|node:internal|odata\\.error|PartitionKey=|table\\.core\\.windows',
    literal(process.cwd()),
  ].join('|'),
);

function literal(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

export interface Checks {
  /** What is wrong with an answer, as sentences; nothing where it is decent. */
  faultsOf(sent: Sent, caller: Caller, endpoint: Endpoint | undefined): string[];
}

/** What holds for an answer whatever was asked: no fault, no leak, and a refusal in one of the two shapes there are. */
export function checksIn({ world, secrets, labels }: Callers): Checks {
  const secret = new RegExp(secrets.map(literal).join('|'), 'g');
  return {
    faultsOf(sent, caller, endpoint) {
      const headers = [...Object.values(sent.headers), ...sent.cookies.map(({ value }) => value)];
      const said = [...headers, sent.text].join('\n');
      const others = labels.filter((label) => label !== caller.label);
      const faults: string[] = [];
      if (sent.status >= 500) faults.push(`answered ${sent.status}: ${sent.text.slice(0, 200)}`);
      if (traces.test(said)) faults.push(`shows of the program: ${traces.exec(said)?.[0]}`);
      for (const [found] of said.matchAll(secret))
        if (found !== caller.identity) faults.push(`shows a secret: ${found}`);
      for (const label of others) if (said.includes(label)) faults.push(`shows somebody else: ${label}`);
      for (const value of headers) if (!/^[\t -~\x80-\xff]*$/.test(value)) faults.push(`sends the header ${value}`);
      if (/<script|<img src=x|<svg onload/i.test(sent.text) && isPage(sent)) faults.push('carries markup it was sent');
      if (sent.status >= 400) faults.push(...shapeFaults(sent, endpoint, world.config.publicOrigin));
      return faults;
    },
  };
}

function isPage({ headers }: Sent): boolean {
  return headers['content-type'] === 'text/html; charset=utf-8';
}

/** A refusal is problem JSON with a code of the catalogue; for a browser's window it may be a page. */
function shapeFaults(sent: Sent, endpoint: Endpoint | undefined, origin: string): string[] {
  if (isPage(sent)) return endpoint?.surface === 'api' ? ['a program got a page'] : [];
  if (sent.headers['content-type'] !== 'application/problem+json') {
    return [`a refusal of type ${sent.headers['content-type']}: ${sent.text.slice(0, 100)}`];
  }
  const body = JSON.parse(sent.text) as Record<string, unknown>;
  const code = String(body.code);
  if (!isProblemCode(code)) return [`the code ${code} is not in the catalogue`];
  const { status, title } = problemKind(code);
  const expected = { type: `${origin}/problems/${code}`, title, status, instance: sent.headers['x-request-id'] };
  const wrong: [string, unknown][] = Object.entries({ ...expected, status: sent.status }).filter(
    ([name, value]) => body[name] !== value,
  );
  if (status !== sent.status || typeof body.detail !== 'string' || body.detail === '')
    wrong.push(['detail', 'a sentence']);
  return wrong.map(([name, value]) => `the problem’s ${name} is ${String(body[name])}, not ${String(value)}`);
}

/** The code of a refusal, on a page from the link to what it means; a page that shows its form again names none. */
export function codeOf({ headers, text }: Sent): string | undefined {
  if (headers['content-type'] === 'application/problem+json') return (JSON.parse(text) as { code: string }).code;
  return /href="\/problems\/([\w-]+)">About this/.exec(text)?.[1];
}
