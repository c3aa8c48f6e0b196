/** Configuration → services → one function for everything in the lists. */
import { app } from '@azure/functions';
import { ConfigError, readConfig } from '../shared/config.ts';
import { catchAllMethods, catchAllOf, isRegistrable } from '../shared/http/catch-all.ts';
import { handlerOf, type Pipeline, reportWrongAnswer } from '../shared/http/handler.ts';
import { rateLimits } from '../shared/http/rate-limits.ts';
import { consoleLog } from '../shared/log.ts';
import { servicesOf } from '../shared/services.ts';
import { contents } from './contents.ts';
import { timerHandlerOf } from './timers/timer.ts';
import { timers } from './timers.ts';

const log = consoleLog(() => new Date());
try {
  const services = servicesOf(readConfig(process.env), log);
  const pipeline: Pipeline = {
    services,
    limits: rateLimits(services.config),
    problemPage: async (...args) => (await import('./pages/parts/problem-view.tsx')).problemPage(...args),
    onWrongAnswer: reportWrongAnswer,
  };
  for (const address of contents.filter(isRegistrable)) {
    app.http(address.name, {
      methods: [address.method],
      route: address.route,
      authLevel: 'anonymous',
      handler: handlerOf(pipeline, address),
    });
  }
  app.http('catch-all', {
    methods: [...catchAllMethods],
    route: '{*path}',
    authLevel: 'anonymous',
    handler: catchAllOf(pipeline, contents),
  });
  for (const timer of timers) {
    app.timer(timer.name, { schedule: timer.schedule, handler: timerHandlerOf(services, timer) });
  }
} catch (error) {
  // The host prints what is thrown with a stack; the settings' faults are for a person to read.
  if (error instanceof ConfigError) log('error', 'settings', { faults: error.faults.join('; ') });
  throw error;
}
