import { type FunctionApp, type RegisteredFunction, writeLog } from './functions-core.ts';

/**
 * Runs one function through the library's invocation model and gives back what it returned, converted
 * for the host: for an HTTP function `{ http: … }`, or nothing when the handler returned nothing.
 *
 * @param data the trigger's input as the host would send it, such as `{ http: … }` or `{ json: … }`.
 * @throws whatever the handler throws, and the library's own complaint about an unusable return value.
 */
export async function invoke(app: FunctionApp, registered: RegisteredFunction, data: unknown): Promise<unknown> {
  const model = app.invocationModel({
    invocationId: crypto.randomUUID(),
    metadata: registered.metadata,
    request: { inputData: [{ name: registered.triggerName, data }] },
    state: 'invocation',
    log: writeLog,
  });
  const { context, inputs } = await model.getArguments();
  const result = await model.invokeFunction(context, inputs, registered.handler);
  const { returnValue } = await model.getResponse(context, result);
  return returnValue;
}
