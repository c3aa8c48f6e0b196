/** One start of a function app: loads its bundle like a Functions worker, and prints the milliseconds to the first answer, elapsed and CPU. */
import { createRequire } from 'node:module';
import { becomeFunctionsHost } from '../../local/functions-core.ts';
import { invoke } from '../../local/invoke.ts';

const [bundle = '', name = '', path = ''] = process.argv.slice(2);
const app = becomeFunctionsHost();
const load = createRequire(import.meta.url);

const started = performance.now();
const before = process.cpuUsage();
load(bundle);
const registered = app.functions.get(name);
if (!registered) throw new Error(`${bundle} has no function ${name}`);
const answer = await invoke(app, registered, {
  http: {
    method: 'GET',
    url: `http://127.0.0.1/${path}`,
    nullableHeaders: {},
    nullableQuery: {},
    nullableParams: name === 'show-public-account' ? { name: { value: path.split('/').at(-1) } } : {},
  },
});
const passed = performance.now() - started;
const { user, system } = process.cpuUsage(before);

const status = (answer as { http?: { statusCode?: string } }).http?.statusCode;
console.log(`first-answer ${passed} ${(user + system) / 1000} ${status}`);
process.exit(0);
