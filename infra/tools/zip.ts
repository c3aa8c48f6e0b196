import { crc32, deflateRawSync } from 'node:zlib';

/** 1 January 1980, the earliest a zip can record: the same files are the same bytes, whenever they are packed. */
const date = 0x0021;
const time = 0x0000;
const version = 20;
const deflated = 8;
/** UTF-8 names. */
const flags = 0x0800;
/** A regular file, readable by everybody: what unpacks it on Linux takes the mode from here. */
const madeOnUnix = (3 << 8) | version;
const mode = 0o100644 * 0x10000;

/** A zip archive of files by name, in the order of their names. Source: PKWARE APPNOTE 4.3. */
export function zip(files: Readonly<Record<string, Uint8Array>>): Buffer {
  const records: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [file, content] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const name = Buffer.from(file);
    const packed = deflateRawSync(content, { level: 9 });
    const common = numbers(
      [version, 2],
      [flags, 2],
      [deflated, 2],
      [time, 2],
      [date, 2],
      [crc32(content), 4],
      [packed.length, 4],
      [content.length, 4],
      [name.length, 2],
      [0, 2],
    );
    const record = Buffer.concat([numbers([0x04034b50, 4]), common, name, packed]);
    const entry = numbers([0, 2], [0, 2], [0, 2], [mode, 4], [offset, 4]);
    directory.push(Buffer.concat([numbers([0x02014b50, 4], [madeOnUnix, 2]), common, entry, name]));
    records.push(record);
    offset += record.length;
  }
  const entries = Buffer.concat(directory);
  const count = directory.length;
  const end = numbers(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [entries.length, 4],
    [offset, 4],
    [0, 2],
  );
  return Buffer.concat([...records, entries, end]);
}

function numbers(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of fields) at = buffer.writeUIntLE(value, at, bytes);
  return buffer;
}
