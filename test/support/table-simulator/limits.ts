import { TableError } from './table-error.ts';

const mostProperties = 252;
const mostPropertyBytes = 64 * 1024;
const mostEntityBytes = 1024 * 1024;
const int32 = 2 ** 31;

const system = new Set(['PartitionKey', 'RowKey', 'Timestamp', 'odata.etag']);

/** What Azure refuses, and Azurite in part does not. Source: Azure's "Understanding the Table service data model". */
export function checkEntity(entity: Readonly<Record<string, unknown>>): void {
  for (const key of ['PartitionKey', 'RowKey'] as const) checkKey(entity[key]);
  const names = Object.keys(entity).filter((name) => !system.has(name) && !name.endsWith('@odata.type'));
  if (names.length > mostProperties) throw new TableError(400, 'TooManyProperties');
  let size = 0;
  for (const name of names) {
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(name)) throw new TableError(400, 'PropertyNameInvalid');
    size += name.length * 2 + sizeOf(entity[name], entity[`${name}@odata.type`]);
  }
  if (size > mostEntityBytes) throw new TableError(400, 'EntityTooLarge');
}

function checkKey(key: unknown): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a key may not hold.
  if (typeof key !== 'string' || /[/\\#?\u0000-\u001F\u007F-\u009F]/.test(key)) {
    throw new TableError(400, 'OutOfRangeInput');
  }
  if (key.length * 2 > 1024) throw new TableError(400, 'KeyValueTooLarge');
}

function sizeOf(value: unknown, type: unknown): number {
  if (typeof value === 'string') {
    const size = type === 'Edm.DateTime' || type === 'Edm.Int64' ? 8 : value.length * 2 + 4;
    if (size > mostPropertyBytes + 4) throw new TableError(400, 'PropertyValueTooLarge');
    return size;
  }
  if (typeof value === 'number' && Number.isInteger(value) && type === undefined) {
    if (value >= int32 || value < -int32) throw new TableError(400, 'InvalidInput');
  }
  return 8;
}
