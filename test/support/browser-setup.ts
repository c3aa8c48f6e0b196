/** The whole system, a registry's frontend beside it, and one browser for all tests of the project. */
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import type { BackendSettings } from '../../examples/registry-backend.ts';
import { registryFrontend } from '../../examples/registry-frontend.ts';
import { browserPeople } from './browser-people.ts';
import { chromiumLaunch } from './chromium.ts';
import { backendSettings, startExample } from './example-server.ts';
import { startSystem } from './system.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    origin: string;
    frontendOrigin: string;
    /** What a registry's backend is told about the account service. */
    registry: Omit<BackendSettings, 'userOf'>;
    /** Where `chromium.connect` finds the browser. */
    browserEndpoint: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of stops.splice(0).toReversed()) await end();
  };
  try {
    const launch = await chromiumLaunch();
    let origin = '';
    const frontend = await startExample(registryFrontend(() => origin));
    stops.push(frontend.close);
    const system = await startSystem({ settings: { FRONTEND_ORIGINS: frontend.origin }, people: browserPeople });
    stops.push(system.stop);
    origin = system.origin;
    const browser = await chromium.launchServer(launch);
    stops.push(() => browser.close());

    project.provide('origin', system.origin);
    project.provide('frontendOrigin', frontend.origin);
    project.provide('registry', backendSettings(system));
    project.provide('browserEndpoint', browser.wsEndpoint());
    return async () => {
      await stop();
      const faults = system.log.filter((line) => line.includes('"level":"error"'));
      if (faults.length > 0) throw new Error(`The service logged what nobody saw:\n${faults.join('\n')}`);
    };
  } catch (fault) {
    await stop();
    throw fault;
  }
}
