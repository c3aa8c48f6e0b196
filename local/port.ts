import { createServer, type Server } from 'node:net';

/** Not a defect: the person who starts the program has to change something, and the message says what. */
export class StartFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartFault';
  }
}

/** Reads a port setting; 0 lets the system choose. @throws StartFault when it is not a port. */
export function readPort(setting: string, standard: number): number {
  const text = process.env[setting] ?? '';
  if (text === '') return standard;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new StartFault(`${setting} must be a port, 0 to 65535.`);
  return Number(text);
}

/**
 * Listens on this machine only. @returns the port.
 * @throws StartFault when the port is taken, naming it and the setting that would change it.
 */
export async function listenOn(server: Server, port: number, setting: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EADDRINUSE') reject(cause);
      else
        reject(
          new StartFault(`Port ${port} is in use; stop what uses it or set ${setting} to another port.`, { cause }),
        );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address.port;
}

/** A port that is free at this moment: the one asked for, or any for 0. @throws StartFault as `listenOn` does. */
export async function freePort(port: number, setting: string): Promise<number> {
  const probe = createServer();
  const found = await listenOn(probe, port, setting);
  await new Promise((resolve) => probe.close(resolve));
  return found;
}
