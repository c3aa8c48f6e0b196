import { TableError } from './table-error.ts';

const mostProperties = 252;
const mostNameLength = 255;
const mostKeyBytes = 1024;
const mostPropertyBytes = 64 * 1024;
const mostEntityBytes = 1024 * 1024;
const int32 = 2 ** 31;

const system = new Set(['PartitionKey', 'RowKey', 'Timestamp', 'odata.etag']);

/** What Azure refuses, and Azurite in part does not. Source: Azure's "Understanding the Table service data model". */
export function checkEntity(entity: Readonly<Record<string, unknown>>): void {
  const keys = [entity.PartitionKey, entity.RowKey];
  const names = Object.keys(entity).filter((name) => !system.has(name) && !name.endsWith('@odata.type'));
  if (names.length > mostProperties) throw new TableError(400, 'TooManyProperties');
  let bytes = 4;
  for (const key of keys) bytes += checkedKey(key);
  for (const name of names) {
    if (name.length > mostNameLength) throw new TableError(400, 'PropertyNameTooLong');
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) throw new TableError(400, 'PropertyNameInvalid');
    bytes += 8 + name.length * 2 + bytesOf(entity[name], entity[`${name}@odata.type`]);
  }
  if (bytes > mostEntityBytes) throw new TableError(400, 'EntityTooLarge');
}

function checkedKey(key: unknown): number {
  if (typeof key !== 'string') throw new TableError(400, 'PropertiesNeedValue');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a key may not hold.
  if (/[/\\#?\u0000-\u001F\u007F-\u009F]/.test(key)) throw new TableError(400, 'OutOfRangeInput');
  const bytes = key.length * 2;
  if (bytes > mostKeyBytes) throw new TableError(400, 'KeyValueTooLarge');
  return bytes;
}

function bytesOf(value: unknown, type: unknown): number {
  if (typeof value === 'string' && (type === undefined || type === 'Edm.String')) {
    return 4 + withinProperty(value.length * 2);
  }
  if (typeof value === 'string' && type === 'Edm.Binary') {
    return 4 + withinProperty(Buffer.byteLength(value, 'base64'));
  }
  if (typeof value === 'number' && Number.isInteger(value) && type === undefined) {
    if (value >= int32 || value < -int32) throw new TableError(400, 'InvalidInput');
    return 4;
  }
  return typeof value === 'boolean' ? 1 : 8;
}

function withinProperty(bytes: number): number {
  if (bytes > mostPropertyBytes) throw new TableError(400, 'PropertyValueTooLarge');
  return bytes;
}
