/** A refusal as the table service names it. */
export class TableError extends Error {
  readonly status: number;
  readonly code: string;
  /** The action of a transaction that was refused. */
  readonly index: number;

  constructor(status: number, code: string, index = 0) {
    super(code);
    this.name = 'TableError';
    this.status = status;
    this.code = code;
    this.index = index;
  }
}
