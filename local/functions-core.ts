/**
 * What `require('@azure/functions-core')` answers inside the Functions host, as far as the library uses it.
 *
 * The library registers functions here and gives back its invocation model, which converts requests and
 * responses exactly as in Azure. Source: node_modules/@azure/functions/src.
 */
import { Module } from 'node:module';
import { printLine } from './log-lines.ts';

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

export interface Binding {
  readonly type?: string;
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly schedule?: string;
}

export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
}

export type FunctionHandler = (...inputs: unknown[]) => unknown;

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly handler: FunctionHandler;
  /** Name of the binding that starts the function, and the binding itself. */
  readonly triggerName: string;
  readonly trigger: Binding;
}

export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly metadata: FunctionMetadata;
  readonly request: { readonly inputData: readonly { readonly name: string; readonly data: unknown }[] };
  readonly state: 'invocation';
  log(level: LogLevel, category: 'user' | 'system', message: string): void;
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], handler: FunctionHandler): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ returnValue?: unknown }>;
}

interface ProgrammingModel {
  getInvocationModel(context: CoreInvocationContext): InvocationModel;
}

export interface FunctionApp {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  invocationModel(context: CoreInvocationContext): InvocationModel;
}

class Disposable {
  readonly dispose: () => void;

  constructor(dispose: () => void) {
    this.dispose = dispose;
  }
}

const shownLevels: readonly LogLevel[] = ['information', 'warning', 'error', 'critical'];

/** One line a message. `trace` and `debug` stay silent, as with the real host's default level. */
export function writeLog(level: LogLevel, category: 'user' | 'system', message: string): void {
  if (category === 'system' && level === 'information') return;
  if (shownLevels.includes(level)) printLine(message);
}

/**
 * Makes this process a Functions host for whatever bundle is required from now on.
 * The library keeps its host for good, so a process can be one host only.
 */
export function becomeFunctionsHost(): FunctionApp {
  const functions = new Map<string, RegisteredFunction>();
  let programmingModel: ProgrammingModel | undefined;

  const core = {
    version: '4.0.0',
    hostVersion: '4.0.0',
    Disposable,
    log: writeLog,
    setProgrammingModel(model: ProgrammingModel) {
      programmingModel = model;
    },
    registerHook(name: string) {
      throw new Error(`The local host runs no hooks; a ${name} hook was registered.`);
    },
    registerFunction(metadata: FunctionMetadata, handler: FunctionHandler) {
      if (functions.has(metadata.name)) throw new Error(`A function named ${metadata.name} is registered twice.`);
      const found = Object.entries(metadata.bindings).find(([, binding]) => binding.type?.endsWith('Trigger'));
      if (found === undefined) throw new Error(`The function ${metadata.name} has no trigger.`);
      functions.set(metadata.name, { metadata, handler, triggerName: found[0], trigger: found[1] });
      return new Disposable(() => functions.delete(metadata.name));
    },
  };

  const original = Module.prototype.require;
  Module.prototype.require = function require(this: Module, id: string) {
    return id === '@azure/functions-core' ? core : original.call(this, id);
  } as typeof original;

  return {
    functions,
    invocationModel(context) {
      if (programmingModel === undefined) throw new Error('The bundle registered no function.');
      return programmingModel.getInvocationModel(context);
    },
  };
}
