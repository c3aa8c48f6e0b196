import { createHttpHeaders, type PipelineRequest, type PipelineResponse, RestError } from '@azure/core-rest-pipeline';

/** What the SDK gets from its HTTP client when a connection breaks; it sends such a request again. */
export function brokenConnection(request: PipelineRequest): RestError {
  return new RestError('The connection broke', { code: 'ECONNRESET', request });
}

/** What the request budget makes of a try without an answer, without waiting for it. */
export function givenUp(request: PipelineRequest): RestError {
  return new RestError('No answer', { code: 'ETIMEDOUT', request });
}

const codes = { 429: 'TooManyRequests', 500: 'InternalError', 503: 'ServerBusy' } as const;

/** Without Retry-After, for the SDK would wait: it repeats a 500 and a 503 at once, and a 429 not at all. */
export function errorAnswer(request: PipelineRequest, status: keyof typeof codes): PipelineResponse {
  const error = { code: codes[status], message: { lang: 'en-US', value: 'A fault of the tests' } };
  return {
    request,
    status,
    headers: createHttpHeaders({ 'content-type': 'application/json' }),
    bodyAsText: JSON.stringify({ 'odata.error': error }),
  };
}

/** As it is now: the SDK uses the same object for its next try, and nobody can give this one up. */
export function copyOfRequest({ abortSignal: _, ...request }: PipelineRequest): PipelineRequest {
  return { ...request, headers: createHttpHeaders(request.headers.toJSON({ preserveCase: true })) };
}
