// One table of the LMDB environment behind typed, synchronous methods. It refuses half-read ranges: a cursor never outlives
// the call, and so never outlives its transaction.
import type { Key, RootDatabase } from 'lmdb';

/** `put` and `remove` only make sense inside `transact`. Times in keys are ms, so that keys sort by time. */
export interface Table<K extends Key, V> {
  get(key: K): V | null;
  put(key: K, value: V): void;
  /** Absent is fine. */
  remove(key: K): void;
  /** Keys from `from` (null: the first) to before `to`, in order, `limit` at most (null: all). */
  keys(from: Key | null, to: Key | null, limit: number | null): K[];
  /** As `keys`, with the values. */
  range(from: Key | null, to: Key | null, limit: number | null): { key: K; value: V }[];
}

/** `binary` keeps bytes as they are; `msgpack` keeps a row, each one readable without any other. */
export function openTable<K extends Key, V>(
  root: RootDatabase,
  name: string,
  encoding: 'msgpack' | 'binary' = 'msgpack',
): Table<K, V> {
  const options = { name, encoding, useRecords: false };
  const db = root.openDB<V, K>(options);
  const between = (from: Key | null, to: Key | null, limit: number | null) => ({
    ...(from === null ? {} : { start: from }),
    ...(to === null ? {} : { end: to }),
    ...(limit === null ? {} : { limit }),
  });
  return {
    get: (key) => db.get(key) ?? null,
    put: (key, value) => {
      db.putSync(key, value);
    },
    remove: (key) => {
      db.removeSync(key);
    },
    keys: (from, to, limit) => [...db.getKeys(between(from, to, limit))],
    range: (from, to, limit) => [...db.getRange(between(from, to, limit))].map(({ key, value }) => ({ key, value })),
  };
}

/** Sorts after every text and number that the house uses in a key. */
const afterAll = '\uffff';

/** The keys that begin with `first`, in order, `limit` at most (null: all). */
export function keysUnder<K extends string | number, V>(
  table: Table<[string, K], V>,
  first: string,
  limit: number | null,
): [string, K][] {
  return table.keys([first], [first, afterAll], limit);
}
