// What happens to a mailbox, each one step on the server. No script lets a second writer change what the first one put.
import { defineScript } from '../script.js';

/** KEYS mailbox, ends. ARGV lookup, public key, end, ms to live. */
export const putMailboxScript = defineScript(`
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'k', ARGV[2], 'e', ARGV[3], 's', 'kept')
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('ZADD', KEYS[2], ARGV[3], 'm:' .. ARGV[1])
return 1
`);

/** KEYS mailbox. */
export const markTakenScript = defineScript(`
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 's', 'taken')
return 1
`);

/** KEYS mailbox, ends. ARGV lookup, now. Answers 1 when it went. */
export const endMailboxScript = defineScript(`
local score = redis.call('ZSCORE', KEYS[2], 'm:' .. ARGV[1])
if not score or tonumber(score) >= tonumber(ARGV[2]) then return 0 end
redis.call('UNLINK', KEYS[1])
redis.call('ZREM', KEYS[2], 'm:' .. ARGV[1])
return 1
`);
