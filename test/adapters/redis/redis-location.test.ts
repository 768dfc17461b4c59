import assert from 'node:assert/strict';
import { parseRedisLocation } from '../../../src/adapters/redis/redis-location.js';
import { Fault } from '../../../src/ports/fault.js';

const plain = { name: null, username: null, password: null, db: 0, isTls: false };

describe('REDIS_URL', () => {
  it('names one server, a cluster or sentinels', () => {
    assert.deepEqual(parseRedisLocation('redis://db.example.org'), {
      ...plain,
      kind: 'single',
      nodes: [{ host: 'db.example.org', port: 6379 }],
    });
    assert.deepEqual(parseRedisLocation('rediss://us%40er:p%3A%2Fw:d@[::1]:7000/3'), {
      kind: 'single',
      nodes: [{ host: '::1', port: 7000 }],
      name: null,
      username: 'us@er',
      password: 'p:/w:d',
      db: 3,
      isTls: true,
    });
    assert.deepEqual(parseRedisLocation('redis+cluster://:pw@a:1,b:2,c'), {
      ...plain,
      kind: 'cluster',
      nodes: [
        { host: 'a', port: 1 },
        { host: 'b', port: 2 },
        { host: 'c', port: 6379 },
      ],
      password: 'pw',
    });
    assert.deepEqual(parseRedisLocation('rediss+sentinel://a,b:5/main'), {
      ...plain,
      kind: 'sentinel',
      nodes: [
        { host: 'a', port: 26379 },
        { host: 'b', port: 5 },
      ],
      name: 'main',
      isTls: true,
    });
  });

  it('that cannot be understood is refused with what to write, and without the password', () => {
    const urls = [
      '',
      'http://x',
      'redis://a:secret@',
      'redis://:secret@a,b',
      'redis+sentinel://:secret@a',
      'redis://a/x',
    ];
    for (const url of [...urls, 'redis+cluster://a/1', 'redis://a:0', 'redis://a:70000', 'redis://:%secret@a'])
      assert.throws(
        () => parseRedisLocation(url),
        (error) =>
          error instanceof Fault &&
          error.code === 'config.wrong' &&
          /redis:\/\/host:6379/.test(error.message) &&
          !error.message.includes('secret'),
        url,
      );
  });
});
