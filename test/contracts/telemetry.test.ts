import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { logEvents } from '../../shared/log.ts';
import { emittedLines } from '../support/emitted-lines.ts';
import { compiledOrNotice, ofType, one, type Resource } from '../support/infra/compiled.ts';
import { expectCaught } from '../support/infra/edited.ts';
import { analyze } from '../support/infra/kusto.ts';

const root = path.resolve(import.meta.dirname, '../..');
const infra = await compiledOrNotice();
const plain = infra?.resources.plain ?? [];
const lines = await emittedLines();

type Resources = readonly Resource[];
const rule = 'Microsoft.Insights/scheduledQueryRules';
const queries = Object.fromEntries(
  readdirSync(path.join(root, 'infra/queries')).map((file) => [
    file.replace('.kql', ''),
    readFileSync(path.join(root, 'infra/queries', file), 'utf8'),
  ]),
);

/** The query text of an alert or a tile of the workbook. */
function eventsOf(query: string): string[] {
  const equal = [...query.matchAll(/line\.event == '([^']+)'/g)].map(([, event = '']) => event);
  const among = /line\.event in \(([^)]*)\)/.exec(query)?.[1] ?? '';
  return [...equal, ...[...among.matchAll(/'([^']+)'/g)].map(([, event = '']) => event)];
}

/** Written only by `functions/index.ts`, when there is no service. */
const ofFailedStarts = ['settings'];

/** Why a query can find nothing: it is not Kusto, or asks for an event, a field or a value that no line has. */
function faultsOf(query: string): string[] {
  const { faults } = analyze(query);
  // What the workspace says about itself is not a line of ours.
  if (query.includes('_LogOperation')) return [...faults];
  const events = eventsOf(query);
  const seen = lines.filter(({ event }) => events.includes(event));
  const fields = new Set([...query.matchAll(/\bline\.(\w+)/g)].map(([, field = '']) => field));
  const values = [...query.matchAll(/\bline\.(\w+) [!=]= '([^']+)'/g)].filter(([, , value]) => value !== '{timer}');
  const isAnyWith = (field: string, value?: string) =>
    seen.some((line) => field in line && (value === undefined || line[field] === value));
  return [
    ...faults,
    ...(events.length > 0 ? [] : ['asks for no event']),
    ...events.filter((event) => !(logEvents as readonly string[]).includes(event)).map((event) => `no event ${event}`),
    ...(events.some((event) => ofFailedStarts.includes(event))
      ? []
      : [
          ...[...fields].filter((field) => !isAnyWith(field)).map((field) => `no field ${field}`),
          ...values
            .filter(([, field = '', value]) => !isAnyWith(field, value))
            .map(([, field, value]) => `${field} is never ${value}`),
        ]),
  ];
}

describe('a query over the log lines', () => {
  test.each(Object.entries(queries))('%s asks for what the service writes', (_name, query) => {
    expect(faultsOf(query)).toEqual([]);
  });

  test('that asks for anything else is caught', () => {
    const query = queries['sign-in-provider'] ?? '';
    for (const broken of [
      query.replace('sign-in-refused', 'sign-in-failed').replaceAll("'sign-in-refused'", "'sign-in-failed'"),
      query.replaceAll('line.reason', 'line.why'),
      query.replace("'provider-failed'", "'provider-fails'"),
      query.replace('extend', 'extendd'),
      query.replace('parse_json(Message)', 'parse_json(Text)'),
      query.replace('AppTraces', 'traces'),
    ]) {
      expect(broken).not.toBe(query);
      expect(faultsOf(broken)).not.toEqual([]);
    }
  });
});

describe('log lines', () => {
  test('count sign-ins, claims, refusals by reason, deletions by state, faults, ticks and findings', () => {
    const counted = new Set(lines.map(({ event }) => event));
    expect(logEvents.filter((event) => !counted.has(event) && !ofFailedStarts.includes(event))).toEqual([]);
    expect(lines.find(({ event }) => event === 'sign-in')).toMatchObject({ outcome: 'unknown', account: 'work' });
    expect(lines.find(({ event }) => event === 'claim')).toMatchObject({ outcome: 'created' });
    expect(lines.find(({ event }) => event === 'sign-in-refused')).toMatchObject({ reason: 'unknown-flow' });
    expect(lines.find(({ event }) => event === 'deletion')).toMatchObject({ was: 'active', state: 'closing' });
    expect(lines.find(({ problem }) => problem === 'not-found')).toMatchObject({ event: 'request', status: 404 });
  });

  test('of a request all carry its id', () => {
    const ofTimers = ['tick', 'tick-failed', 'integrity-finding', 'deletion-stopped'];
    for (const line of lines.filter(({ event }) => !ofTimers.includes(event))) expect(line).toHaveProperty('request');
  });

  /** Put the id, the label or a cookie into a line, and this sees it. */
  test('contain no secret, no token, no label and no address of a person', () => {
    const text = JSON.stringify(lines);
    expect(text).not.toMatch(/•••|@example|__Host-|eyJ|code=|state=|[A-Za-z0-9_-]{43}/);
  });
});

describe.skipIf(!infra)('an alert', () => {
  test('looks at lines that the service writes, in a way Azure accepts, and splits by what the query answers', () => {
    const windows = new Map([
      ...[5, 10, 15, 30, 45].map((minutes) => [`PT${minutes}M`, minutes] as const),
      ...[1, 2, 3, 4, 5, 6].map((hours) => [`PT${hours}H`, 60 * hours] as const),
      ...[1, 2].map((days) => [`P${days}D`, 24 * 60 * days] as const),
    ]);
    /** A line may arrive after its minutes were looked at: where a single one counts, the next look sees it too. */
    const isSeen = ({ windowSize, evaluationFrequency, criteria }: Resource['properties']) => {
      const [window = 0, every = 0] = [windows.get(windowSize), windows.get(evaluationFrequency)];
      const needsOne = criteria.allOf[0].threshold === 0;
      return every > 0 && window >= (needsOne ? 2 : 1) * every;
    };
    const check = (all: Resources) =>
      ofType(all, rule).flatMap(({ name, properties }) => {
        const [{ query, dimensions, metricMeasureColumn: column }] = properties.criteria.allOf;
        const { columns } = analyze(query);
        const wanted = [...dimensions.map((one: { name: string }) => one.name), ...(column ? [column] : [])];
        return [
          ...faultsOf(query),
          ...wanted.filter((needed: string) => !columns.includes(needed)),
          ...(isSeen(properties) ? [] : [`${name}: window`]),
          ...(properties.actions.actionGroups.length === 1 ? [] : [`${name}: tells nobody`]),
        ];
      });
    const criterion = (all: Resources, ending: string) => one(all, rule, ending).properties.criteria.allOf[0];
    const replace = (all: Resources, ending: string, from: string, to: string) => {
      criterion(all, ending).query = criterion(all, ending).query.replaceAll(from, to);
    };
    expectCaught(plain, check, [
      ['an event that nobody writes', (all) => replace(all, 'storage-unanswered', "'fault'", "'faults'")],
      ['a value that no line has', (all) => replace(all, 'storage-unanswered', "'busy'", "'bussy'")],
      ['a field that no line has', (all) => replace(all, 'requests-failing', 'line.status', 'line.statusCode')],
      ['a split by nothing', (all) => (criterion(all, 'sign-in-provider').dimensions[0].name = 'tenant')],
      ['a sum of nothing', (all) => (criterion(all, 'requests-failing').metricMeasureColumn = 'share')],
      ['a window Azure does not take', (all) => (one(all, rule).properties.windowSize = 'PT7M')],
      ['minutes for an hour', (all) => (one(all, rule, 'timer-failing').properties.windowSize = 'PT60M')],
      ['a look as Azure does not', (all) => (one(all, rule).properties.evaluationFrequency = 'PT7M')],
      ['a late line missed', (all) => (one(all, rule, 'faults').properties.windowSize = 'PT15M')],
      ['nobody told', (all) => (one(all, rule).properties.actions.actionGroups = [])],
    ]);
  });

  test('is there for every reason to wake somebody, and says in docs/operations.md what to do', () => {
    const text = readFileSync(path.join(root, 'docs/operations.md'), 'utf8');
    const timers = JSON.parse(readFileSync(path.join(root, 'infra/timers.json'), 'utf8')) as { name: string }[];
    const demanded = [
      ...['requests-failing', 'faults', 'storage-unanswered', 'sign-in-provider', 'sign-in-refusals'],
      ...['deletions-stopped', 'deletions-overdue', 'settings-refused', 'integrity-findings', 'timer-failing'],
      ...['integrity-truncated', 'log-capped', 'storage-throttled'],
      ...timers.map(({ name }) => `timer-silent-${name}`),
    ];
    const check = (all: Resources) => {
      const there = [...ofType(all, rule), ...ofType(all, 'Microsoft.Insights/metricAlerts')].map(({ name }) =>
        name.replace('alert-accounts-', ''),
      );
      return [
        ...demanded.filter((name) => !there.includes(name)),
        ...there.filter((name) => !text.includes(`\`${name.replace(/^timer-silent-.*/, 'timer-silent')}`)),
      ];
    };
    expectCaught(plain, check, [
      ['one less', (all) => void (all as Resource[]).splice(all.indexOf(one(all, rule)), 1)],
      [
        'one nobody explained',
        (all) => void (all as Resource[]).push({ ...one(all, rule), name: 'alert-accounts-odd' }),
      ],
    ]);
  });
});

test.skipIf(!infra)(
  'the workbook shows the queries of this repository, every one of them that is no alert’s alone',
  () => {
    const check = (all: Resources) => {
      const { items } = JSON.parse(one(all, 'Microsoft.Insights/workbooks').properties.serializedData);
      const shown = items.flatMap(({ content }: { content: { query?: string } }) => content.query ?? []);
      const alerts = ofType(all, rule).map(({ properties }) => properties.criteria.allOf[0].query);
      const isUsed = (query: string) => [...shown, ...alerts].includes(query) || query.includes('{timer}');
      return [
        ...shown.flatMap(faultsOf),
        ...Object.entries(queries)
          .filter(([, query]) => !isUsed(query))
          .map(([name]) => name),
      ];
    };
    const change = (all: Resources, from: string, to: string) => {
      const { properties } = one(all, 'Microsoft.Insights/workbooks');
      properties.serializedData = properties.serializedData.replace(from, to);
    };
    expectCaught(plain, check, [
      ['a query of its own', (all) => change(all, "line.event == 'claim'", "line.event == 'claims'")],
      ['one less', (all) => change(all, 'summarize claims', 'summarize count_')],
    ]);
  },
);

test('the host passes every line on, whole and unsampled, for they are the metrics', () => {
  const { logging } = JSON.parse(readFileSync(path.join(root, 'host.json'), 'utf8'));
  expect(logging.logLevel['Host.Function.Console']).toBe('Information');
  // Two more lines for every call, which nobody reads and somebody pays for.
  expect(logging.logLevel.Function).toBe('Warning');
  expect(logging.applicationInsights.samplingSettings.excludedTypes.split(';')).toContain('Trace');
});
