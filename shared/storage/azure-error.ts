import { RestError } from '@azure/core-rest-pipeline';
import { type Refusal, Unanswered } from './tables.ts';

/** The code of the table service: single operations carry it in the body's details, transactions in `code`. */
function codeOf(error: RestError): string | undefined {
  const details = error.details as { odataError?: { code?: string } } | undefined;
  return details?.odataError?.code ?? error.code;
}

/** A refusal the port's callers weigh, or undefined. A missing table is a fault of the installation, not an absent row. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof RestError)) return undefined;
  const code = codeOf(error);
  if (error.statusCode === 409 && code === 'EntityAlreadyExists') return 'exists';
  if (error.statusCode === 412) return 'changed';
  if (error.statusCode === 404 && code !== 'TableNotFound') return 'absent';
  return undefined;
}

/** The message of a refused transaction begins with the index of the first action that failed. */
export function failedIndexOf(error: unknown): number {
  const index = error instanceof RestError ? /^(\d+):/.exec(error.message)?.[1] : undefined;
  return index === undefined ? 0 : Number(index);
}

const credentialErrors = new Set(['AuthenticationError', 'AggregateAuthenticationError', 'CredentialUnavailableError']);

/** Storage did not answer, or answered that it cannot now; being unable to get a token for it counts the same. */
function isUnanswered(error: Error): boolean {
  if (error.name === 'AbortError' || error.name === 'TimeoutError' || credentialErrors.has(error.name)) return true;
  if (!(error instanceof RestError)) return false;
  const status = error.statusCode;
  return status === undefined || status === 408 || status === 429 || status >= 500;
}

/** What to throw for an error of the SDK that is not a refusal. */
export function faultOf(error: unknown, what: string): unknown {
  return error instanceof Error && isUnanswered(error)
    ? new Unanswered(`Storage gave no answer to: ${what}`, { cause: error })
    : error;
}
