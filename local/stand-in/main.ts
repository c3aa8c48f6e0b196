/** The stand-in as a process of its own, with its settings in the environment. */
import { runUntilStopped } from '../main-program.ts';
import { readPort, StartFault } from '../port.ts';
import { startStandIn } from './stand-in.ts';

function required(name: string): string {
  const value = process.env[name] ?? '';
  if (value === '') throw new StartFault(`${name} is missing.`);
  return value;
}

async function start(): Promise<() => Promise<void>> {
  const standIn = await startStandIn({
    port: readPort('STAND_IN_PORT', 7072),
    clientId: required('IDENTITY_CLIENT_ID'),
    clientSecret: required('IDENTITY_CLIENT_SECRET'),
    redirectUris: [`${required('PUBLIC_ORIGIN')}/sign-in/callback`],
    registrySecret: process.env.STAND_IN_REGISTRY_SECRET,
  });
  console.log(`ready ${standIn.origin}`);
  return () => standIn.close();
}

await runUntilStopped(start, { signalWhileStarting: 'exits' });
