/** A refusal as the table service names it. */
export class TableError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(code);
    this.name = 'TableError';
    this.status = status;
    this.code = code;
  }
}
