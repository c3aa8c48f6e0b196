import type { PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';
import type { Fault } from './fault.ts';
import { brokenConnection, copyOfRequest, errorAnswer, givenUp } from './lost-request.ts';

/** Faults between a process and storage; those of the process itself are for whoever runs it. */
export type WireFault = Exclude<Fault, 'dies-before' | 'dies-after' | 'pauses'>;

/** Sends a request under a fault. What is applied late is put into `late`, to be sent when its time has come. */
export async function sendUnder(
  fault: WireFault,
  request: PipelineRequest,
  next: SendRequest,
  late: (() => Promise<unknown>)[],
): Promise<PipelineResponse> {
  switch (fault) {
    case 'never-sent':
      throw brokenConnection(request);
    case 'answer-lost':
      await next(request);
      throw brokenConnection(request);
    case 'applied-late': {
      const copy = copyOfRequest(request);
      late.push(() => next(copy));
      throw brokenConnection(request);
    }
    case 'refused-500':
      return errorAnswer(request, 500);
    case 'refused-503':
      return errorAnswer(request, 503);
    case 'refused-429':
      return errorAnswer(request, 429);
    case 'applied-500':
      await next(request);
      return errorAnswer(request, 500);
    case 'hangs':
      throw givenUp(request);
  }
}
