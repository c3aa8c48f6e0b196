import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Person } from '../../../local/stand-in/people.ts';
import type { Place } from '../browser-actor.ts';
import type { System } from '../system.ts';
import type { Sent } from '../world.ts';

/** A host of the system, for the actors that drive a process within the test. At Microsoft everybody is `person`. */
export function hostPlace({ origin, standIn }: System, address: string, person: Person): Place {
  const agent = new Agent({ keepAlive: true });
  return {
    config: { publicOrigin: origin },
    people: { codeFor: (_, url) => standIn.signIn(url, person).searchParams.get('code') ?? '' },
    async send(method, path, { headers = {}, body } = {}) {
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        request(new URL(path, address), { method, headers, agent }, resolve).on('error', reject).end(body);
      });
      return await sentBy(answer);
    },
  };
}

async function sentBy(answer: IncomingMessage): Promise<Sent> {
  return {
    status: answer.statusCode ?? 0,
    headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
    cookies: (answer.headers['set-cookie'] ?? []).map(cookieOf),
    text: await text(answer),
  };
}

function cookieOf(line: string) {
  const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
  const maxAge = /; *max-age=(\d+)/i.exec(line)?.[1];
  return { name, value, ...(maxAge !== undefined && { maxAge: Number(maxAge) }) };
}
