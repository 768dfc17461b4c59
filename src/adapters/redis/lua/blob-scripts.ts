// What happens to a blob, each one step on the server: the record before the first byte, chunks only while the record is the
// writer's own, and no deletion of what a parcel has claimed.
import { defineScript } from '../script.js';

/**
 * KEYS blob, unclaimed, ends. ARGV blob, conversation, end, ms to live, writer. Answers 0 when the id is taken.
 * A blob's record: `c` conversation, `p` parcel ('' for none), `e` end, `w` number of chunks ('' while unfinished), `k` writer.
 */
export const beginBlobScript = defineScript(`
local writer = redis.call('HGET', KEYS[1], 'k')
if writer then return writer == ARGV[5] and 1 or 0 end
redis.call('HSET', KEYS[1], 'c', ARGV[2], 'p', '', 'e', ARGV[3], 'w', '', 'k', ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('SADD', KEYS[2], ARGV[1])
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[4]) then redis.call('PEXPIRE', KEYS[2], ARGV[4]) end
redis.call('ZADD', KEYS[3], ARGV[3], 'b:' .. ARGV[1] .. ':' .. ARGV[2])
return 1
`);

/** KEYS blob, chunks. ARGV writer, number, bytes. Answers 0 when the blob is not the writer's any more. */
export const addChunkScript = defineScript(`
local blob = redis.call('HMGET', KEYS[1], 'k', 'w')
local left = redis.call('PTTL', KEYS[1])
if blob[1] ~= ARGV[1] or blob[2] ~= '' or left <= 0 then return 0 end
redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
redis.call('PEXPIRE', KEYS[2], left)
return 1
`);

/** KEYS blob. ARGV writer, number of chunks. Answers 0 when the blob is not the writer's any more. */
export const finishBlobScript = defineScript(`
if redis.call('HGET', KEYS[1], 'k') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'w', ARGV[2])
return 1
`);

/**
 * KEYS blob, chunks, unclaimed, ends. ARGV blob, conversation, which, value. Deletes what no parcel has claimed: `any`, `writer`
 * (unfinished, by that writer), `ended` (before `value`, in ms). Answers 1 when it went.
 */
export const dropBlobScript = defineScript(`
local name = 'b:' .. ARGV[1] .. ':' .. ARGV[2]
local blob = redis.call('HMGET', KEYS[1], 'p', 'e', 'w', 'k')
if ARGV[3] == 'ended' then
  local score = redis.call('ZSCORE', KEYS[4], name)
  if not score or tonumber(score) >= tonumber(ARGV[4]) then return 0 end
elseif ARGV[3] == 'writer' then
  if blob[4] ~= ARGV[4] or blob[3] ~= '' then return 0 end
end
if blob[1] and blob[1] ~= '' then
  redis.call('ZREM', KEYS[4], name)
  return 0
end
redis.call('UNLINK', KEYS[1], KEYS[2])
redis.call('SREM', KEYS[3], ARGV[1])
redis.call('ZREM', KEYS[4], name)
return 1
`);
