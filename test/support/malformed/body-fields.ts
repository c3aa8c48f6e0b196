/** What an endpoint's body is made of, read from its schema; what a page's forms are made of, read from the page. */
import * as z from 'zod/mini';
import type { Endpoint } from '../../../shared/http/endpoint.ts';

interface Field {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly required?: readonly string[];
}

export function readsJson(endpoint: Endpoint): boolean {
  return endpoint.body !== undefined && endpoint.bodyType !== 'form';
}

function schemaOf(endpoint: Endpoint): Field {
  return endpoint.body ? (z.toJSONSchema(endpoint.body, { io: 'input', unrepresentable: 'any' }) as Field) : {};
}

const samples: Readonly<Record<string, unknown>> = { string: 'Sample-Name', number: 1, integer: 1, boolean: true };

function sampleOf(field: Field): unknown {
  if (field.const !== undefined) return field.const;
  if (field.enum) return field.enum[0];
  const type = [field.type ?? 'string'].flat()[0] ?? 'string';
  if (type === 'array') return [];
  if (type === 'object') return sampleObject(field);
  return samples[type] ?? null;
}

function sampleObject({ properties = {} }: Field): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, sampleOf(field)]));
}

/** Every field of the body with a value of its type. */
export function goodBody(endpoint: Endpoint): Record<string, unknown> {
  return sampleObject(schemaOf(endpoint));
}

export interface WrongBody {
  readonly rule: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const values: Readonly<Record<string, readonly unknown[]>> = {
  string: ['Ada', ''],
  number: [0, -1, 1.5, 1e300],
  boolean: [true, false],
  null: [null],
  array: [[], ['Ada'], [['Ada']]],
  object: [{}, { toString: 'Ada' }, { $ne: null }, { length: 3 }],
};

/** Each field with each value of another type than its own, and without its value where it needs one. */
export function wrongTypes(endpoint: Endpoint): readonly WrongBody[] {
  const good = goodBody(endpoint);
  const { properties = {}, required = [] } = schemaOf(endpoint);
  return Object.entries(properties).flatMap(([name, { type, enum: listed }]) => {
    const own = new Set([type ?? (listed ? 'string' : [])].flat().map((one) => (one === 'integer' ? 'number' : one)));
    const wrong = Object.entries(values).filter(([other]) => !own.has(other));
    const { [name]: _, ...without } = good;
    return [
      ...wrong.flatMap(([other, all]) =>
        all.map((value) => ({
          rule: `${name} as ${other} ${JSON.stringify(value)}`,
          body: { ...good, [name]: value },
        })),
      ),
      ...(required.includes(name) ? [{ rule: `no ${name}`, body: without }] : []),
    ];
  });
}

/** The text fields, to be filled with what nobody expects. */
export function textFields(endpoint: Endpoint): readonly string[] {
  return Object.entries(schemaOf(endpoint).properties ?? {})
    .filter(([, field]) => field.type === 'string' && !field.enum)
    .map(([name]) => name);
}

export interface PageForm {
  readonly act: string;
  readonly fields: readonly string[];
}

/** The forms that a page shows, by what a browser would send of them. */
export function formsIn(html: string): readonly PageForm[] {
  return html
    .split('<form')
    .slice(1)
    .map((form) => {
      const inputs = [...(form.split('</form>')[0] ?? '').matchAll(/<(?:input|select|textarea)[^>]*\bname="([^"]+)"/g)];
      const act = /name="act" value="([^"]+)"/.exec(form)?.[1] ?? '';
      return { act, fields: inputs.map(([, name = '']) => name).filter((name) => name !== 'act') };
    });
}
